import Catalog

extension ValidationPass {
  /// The rules of the type that need nothing but the event.
  mutating func checkRules(of event: Event) {
    for rule in event.type.rules {
      switch rule {
      case .oneOf(let names):
        guard !names.contains(where: { event[$0] != nil }) else { continue }
        report(
          "data." + (names.first ?? ""), .oneOf,
          "at least one of \(names.joined(separator: ", ")) must be given")
      case .intervalOrder(let start, let end): checkInterval(event, start, end)
      case .patchFitsTarget: checkPatch(event["patch"])
      default: continue
      }
    }
  }

  /// Instants bound a half-open interval, days name its first and last, so a single day is fine.
  private mutating func checkInterval(_ event: Event, _ start: String, _ end: String) {
    if let from = event.instant(start), let to = event.instant(end), to <= from {
      report("data." + end, .intervalOrder, "must lie after \(start)")
    }
    if let from = event.date(start), let to = event.date(end), to < from {
      report("data." + end, .intervalOrder, "must not lie before \(start)")
    }
  }

  private mutating func checkPatch(_ patch: FieldValue?) {
    guard let patch else { return }
    guard case .record(let fields) = patch, !fields.isEmpty else {
      report(
        "data.patch", .wrongType, "must be an object with the fields to change",
        remedy: "name envelope attributes or fields of data; null takes a value away")
      return
    }
  }
}

extension Event {
  /// No fewer bytes than the stored form takes; cheap, so that only huge events are encoded to
  /// learn their size.
  var upperByteCount: Int {
    let texts = [
      id, source, subject, campaign, unit, provision, obligation, causation, correlation,
    ]
    return texts.reduce(256) { $0 + ($1?.utf8.count ?? 0) + 4 }
      + data.reduce(8) { $0 + 9 + $1.value.upperByteCount }
  }
}

extension FieldValue {
  fileprivate var upperByteCount: Int {
    switch self {
    case .text(let text): max(text.utf8.count + 9, 34)
    case .list(let values): values.reduce(9) { $0 + $1.upperByteCount }
    case .record(let fields):
      fields.reduce(9) { $0 + $1.name.utf8.count + 9 + $1.value.upperByteCount }
    case .account, .commitment: 64
    default: 24
    }
  }
}
