import Catalog

extension Event {
  /// The event with the fields of a correction's patch put in place; names of the envelope mean
  /// the envelope, others fields of `data`; null takes a value away.
  ///
  /// A value that does not fit the field is left out: the append refused it, so it can only stem
  /// from a log that somebody else wrote.
  package func patched(with patch: FieldValue?) -> Event {
    var event = self
    for item in patch?.record ?? [] where !event.patchEnvelope(item) { event.patchData(item) }
    return event
  }

  private mutating func patchEnvelope(_ item: NamedValue) -> Bool {
    switch item.name {
    case "time":
      if let instant = FieldType.instant.reading(item.value)?.instant { time = instant }
    case "subject": subject = item.value.text
    case "campaign": campaign = item.value.text
    case "orgunit": unit = item.value.text
    case "actor": actor = item.value.text.map { .text($0) }
    case "provision" where type.field(named: "provision") == nil: provision = item.value.text
    case "obligation": obligation = item.value.text
    case "causationid": causation = item.value.text
    case "correlationid": correlation = item.value.text
    default: return false
    }
    return true
  }

  private mutating func patchData(_ item: NamedValue) {
    guard let field = type.field(named: item.name) else { return }
    let index = data.firstIndex { $0.name == item.name }
    if case .null = item.value {
      if let index { data.remove(at: index) }
      return
    }
    guard let value = field.type.reading(item.value) else { return }
    if let index {
      data[index] = NamedValue(item.name, value)
    } else {
      data.append(NamedValue(item.name, value))
    }
  }
}
