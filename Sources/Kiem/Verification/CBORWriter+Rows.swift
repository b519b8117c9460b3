import LedgerModel

/// Values of rows in one canonical form: an array of a number for the case and what it holds.
/// Equal rows give equal bytes, different ones different bytes.
extension CBORWriter {
  mutating func row(_ values: [Value]) {
    array(count: values.count)
    for value in values { self.value(value) }
  }

  private mutating func value(_ value: Value) {
    switch value {
    case .none: null()
    case .bool(let truth): bool(truth)
    case .integer(let number): tagged(0) { $0.integer(number) }
    case .decimal(let number): tagged(1) { $0.text(number.description) }
    case .ratio(let ratio): tagged(2) { $0.text("\(ratio.numerator)/\(ratio.denominator)") }
    case .string(let text): tagged(3) { $0.text(text) }
    case .symbol(let name): tagged(4) { $0.text(name) }
    case .entity(let id): tagged(5) { $0.text(id) }
    case .date(let day): tagged(6) { $0.integer(Int64(day.number)) }
    case .instant(let instant): tagged(7) { $0.integer(instant.microseconds) }
    case .duration(let span): tagged(8) { $0.integer(span.microseconds) }
    case .calendarDuration(let span): tagged(9) { $0.text("\(span.count) \(span.unit.rawValue)") }
    case .period(let period):
      tagged(10) { writer in
        writer.array(count: 2)
        writer.integer(period.start.microseconds)
        if let end = period.end { writer.integer(end.microseconds) } else { writer.null() }
      }
    case .position(let position): tagged(11) { $0.unsigned(position.number) }
    case .set(let elements): tagged(12) { $0.row(elements) }
    case .record(let fields): tagged(13) { $0.record(fields) }
    }
  }

  private mutating func tagged(_ tag: UInt64, _ content: (inout CBORWriter) -> Void) {
    array(count: 2)
    unsigned(tag)
    content(&self)
  }

  /// In the order of the names' bytes.
  private mutating func record(_ fields: [String: Value]) {
    array(count: fields.count)
    let names = fields.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for name in names {
      text(name)
      value(fields[name] ?? .none)
    }
  }
}
