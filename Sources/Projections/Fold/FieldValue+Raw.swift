package import LedgerModel

extension Event {
  /// A field as raw material for readings: lists keep their order, maps become records.
  package func raw(_ name: String) -> Value { self[name].map { Value(raw: $0) } ?? .none }
}

extension Value {
  /// The same value with lists as sets in the order given, for columns that only readings see.
  package init(raw field: FieldValue) {
    switch field {
    case .null, .account, .commitment: self = .none
    case .text(let text): self = .string(text)
    case .integer(let number): self = .integer(number)
    case .decimal(let number): self = .decimal(number)
    case .bool(let flag): self = .bool(flag)
    case .instant(let instant): self = .instant(instant)
    case .date(let day): self = .date(day)
    case .duration(let span): self = .duration(span)
    case .position(let position): self = .position(position)
    case .list(let elements): self = .set(elements.map { Value(raw: $0) })
    case .record(let fields):
      var record: [String: Value] = [:]
      for field in fields { record[field.name] = Value(raw: field.value) }
      self = .record(record)
    }
  }

  /// The value of a record's field; none for other values and absent fields.
  package subscript(field field: String) -> Value {
    if case .record(let fields) = self { return fields[field] ?? .none }
    return .none
  }

  /// The texts of a set's elements, in its order.
  package var texts: [String] { elements.compactMap(\.text) }
}
