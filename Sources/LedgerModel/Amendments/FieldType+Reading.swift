package import Catalog

extension FieldType {
  /// The value as this type holds it. A patch is stored as plain JSON, so instants, days, lengths
  /// and exact numbers arrive as text or whole numbers; none when the value does not fit.
  package func reading(_ value: FieldValue) -> FieldValue? {
    switch self {
    case .any: return value
    case .text, .reference, .declares: return value.text.map { .text($0) } ?? pseudonymous(value)
    case .choice(let words): return value.text.flatMap { words.contains($0) ? .text($0) : nil }
    case .integer: return value.integer.map { .integer($0) }
    case .bool: return value.bool.map { .bool($0) }
    case .decimal: return FieldType.decimal(value).map { .decimal($0) }
    case .instant: return FieldType.instant(value).map { .instant($0) }
    case .date: return FieldType.date(value).map { .date($0) }
    case .duration: return FieldType.duration(value).map { .duration($0) }
    case .position: return FieldType.position(value).map { .position($0) }
    case .list(let element): return readingList(value, of: element)
    case .record(let fields): return readingRecord(value, fields)
    case .map(let element): return readingMap(value, of: element)
    }
  }

  private func pseudonymous(_ value: FieldValue) -> FieldValue? {
    switch value {
    case .commitment, .account: value
    default: nil
    }
  }

  private func readingList(_ value: FieldValue, of element: FieldType) -> FieldValue? {
    guard let items = value.list else { return nil }
    let read = items.compactMap { element.reading($0) }
    return read.count == items.count ? .list(read) : nil
  }

  private func readingRecord(_ value: FieldValue, _ fields: [FieldSpec]) -> FieldValue? {
    guard let items = value.record else { return nil }
    var read: [NamedValue] = []
    for item in items {
      guard let field = fields.first(where: { $0.name == item.name }),
        let inner = field.type.reading(item.value)
      else { return nil }
      read.append(NamedValue(item.name, inner))
    }
    return .record(read)
  }

  private func readingMap(_ value: FieldValue, of element: FieldType) -> FieldValue? {
    guard let items = value.record else { return nil }
    let read = items.compactMap { item in
      element.reading(item.value).map { NamedValue(item.name, $0) }
    }
    return read.count == items.count ? .record(read) : nil
  }
}

extension FieldType {
  private static func decimal(_ value: FieldValue) -> ExactDecimal? {
    value.decimal ?? value.text.flatMap { ExactDecimal($0) }
  }

  private static func instant(_ value: FieldValue) -> Instant? {
    value.instant ?? value.text.flatMap { try? Instant(rfc3339: $0) }
  }

  private static func date(_ value: FieldValue) -> Day? {
    value.date ?? value.text.flatMap { Day(iso8601: $0) }
  }

  private static func duration(_ value: FieldValue) -> TimeSpan? {
    value.duration ?? value.text.flatMap { TimeSpan(iso8601: $0) }
  }

  private static func position(_ value: FieldValue) -> Position? {
    value.position ?? value.integer.flatMap { UInt64(exactly: $0) }.map { Position($0) }
  }
}
