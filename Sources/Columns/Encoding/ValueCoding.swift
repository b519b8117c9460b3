package import LedgerModel

/// Values as deterministic CBOR: `[what, content…]`, equal bytes exactly for identical values
/// (1.5 and 1.50 differ, and so do two spellings of one text).
package enum ValueCoding {
  private enum Tag: Int64 {
    case none, bool, integer, decimal, ratio, string, symbol, entity, date, instant, duration
    case calendarDuration, period, position, set, record
  }

  /// The bytes of one value.
  package static func bytes(_ value: Value) -> [UInt8] {
    var writer = CBORWriter(capacity: 32)
    write(value, to: &writer)
    return writer.bytes
  }

  /// The bytes in front of those of a text of that length.
  static func head(_ kind: TextColumn.Kind, byteCount: Int) -> TextHead {
    let tag: Tag = kind == .string ? .string : kind == .symbol ? .symbol : .entity
    var head = TextHead()
    head.append(0x82)
    head.append(UInt8(truncatingIfNeeded: tag.rawValue))
    if byteCount < 24 {
      head.append(0x60 | UInt8(byteCount))
      return head
    }
    let width = byteCount <= 0xFF ? 1 : byteCount <= 0xFFFF ? 2 : 4
    head.append(width == 1 ? 0x78 : width == 2 ? 0x79 : 0x7A)
    for index in (0..<width).reversed() {
      head.append(UInt8(truncatingIfNeeded: byteCount >> (8 * index)))
    }
    return head
  }

  /// Appends a value.
  package static func write(_ value: Value, to writer: inout CBORWriter) {
    if let (kind, text) = value.textual {
      begin(kind == .string ? .string : kind == .symbol ? .symbol : .entity, 1, &writer)
      writer.text(text)
      return
    }
    switch value {
    case .bool(let flag):
      begin(.bool, 1, &writer)
      writer.bool(flag)
    case .integer(let number): write(.integer, number, &writer)
    case .date(let day): write(.date, Int64(day.number), &writer)
    case .instant(let instant): write(.instant, instant.microseconds, &writer)
    case .duration(let span): write(.duration, span.microseconds, &writer)
    case .position(let position):
      begin(.position, 1, &writer)
      writer.unsigned(position.number)
    case .set(let elements):
      begin(.set, elements.count, &writer)
      for element in elements { write(element, to: &writer) }
    case .record(let fields): writeRecord(fields, to: &writer)
    default: writeRare(value, to: &writer)
    }
  }

  private static func writeRare(_ value: Value, to writer: inout CBORWriter) {
    switch value {
    case .decimal(let decimal):
      begin(.decimal, 1, &writer)
      writer.decimal(decimal)
    case .ratio(let ratio):
      begin(.ratio, 2, &writer)
      writer.text(String(ratio.numerator))
      writer.text(String(ratio.denominator))
    case .calendarDuration(let span):
      begin(.calendarDuration, 2, &writer)
      writer.integer(span.count)
      writer.text(span.unit.rawValue)
    case .period(let period):
      begin(.period, period.end == nil ? 1 : 2, &writer)
      writer.integer(period.start.microseconds)
      if let end = period.end { writer.integer(end.microseconds) }
    default: begin(.none, 0, &writer)
    }
  }

  private static func writeRecord(_ fields: [String: Value], to writer: inout CBORWriter) {
    begin(.record, fields.count * 2, &writer)
    let ordered = fields.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (name, field) in ordered {
      writer.text(name)
      write(field, to: &writer)
    }
  }

  private static func write(_ tag: Tag, _ number: Int64, _ writer: inout CBORWriter) {
    begin(tag, 1, &writer)
    writer.integer(number)
  }

  private static func begin(_ tag: Tag, _ contentCount: Int, _ writer: inout CBORWriter) {
    writer.array(count: contentCount + 1)
    writer.integer(tag.rawValue)
  }
}

/// What stands in front of a stored text; it takes no memory of its own, for there are millions.
struct TextHead {
  private var bytes = InlineArray<8, UInt8>(repeating: 0)
  private(set) var count = 0

  mutating func append(_ byte: UInt8) {
    bytes[count] = byte
    count += 1
  }

  var span: Span<UInt8> {
    @_lifetime(borrow self)
    get { bytes.span.extracting(0..<count) }
  }
}

// MARK: - Reading

extension ValueCoding {
  /// Reads one value. Throws `ColumnDamage` for bytes that `write` does not yield.
  package static func read(_ reader: inout CBORReader) throws -> Value {
    let count = try reader.count(.array, "a value") - 1
    guard count >= 0, let tag = Tag(rawValue: try reader.integer()) else {
      throw ColumnDamage("a value of an unknown kind")
    }
    switch tag {
    case .none: return .none
    case .bool: return .bool(try reader.bool())
    case .integer: return .integer(try reader.integer())
    case .string: return .string(try reader.text())
    case .symbol: return .symbol(try reader.text())
    case .entity: return .entity(try reader.text())
    case .date: return .date(Day(number: Int32(truncatingIfNeeded: try reader.integer())))
    case .instant: return .instant(Instant(microseconds: try reader.integer()))
    case .duration: return .duration(TimeSpan(microseconds: try reader.integer()))
    case .position: return .position(Position(try position(&reader)))
    case .set: return .set(try (0..<count).map { _ in try read(&reader) })
    case .record: return try record(fieldCount: count / 2, &reader)
    default: return try rare(tag, count, &reader)
    }
  }

  /// Reads one text without making a value of it. Throws `ColumnDamage` for anything else.
  package static func readText(
    _ reader: inout CBORReader, _ body: (TextColumn.Kind, Span<UInt8>) -> Void
  ) throws {
    let count = try reader.count(.array, "a text")
    let kind: TextColumn.Kind? =
      switch Tag(rawValue: try reader.integer()) {
      case .string: .string
      case .symbol: .symbol
      case .entity: .entity
      default: nil
      }
    guard count == 2, let kind else { throw ColumnDamage("a dictionary with more than texts") }
    try reader.withText { body(kind, $0) }
  }

  private static func position(_ reader: inout CBORReader) throws -> UInt64 {
    let (major, argument) = try reader.head()
    guard major == .unsigned else { throw ColumnDamage("a position that is no whole number") }
    return argument
  }

  private static func record(fieldCount: Int, _ reader: inout CBORReader) throws -> Value {
    var fields: [String: Value] = [:]
    for _ in 0..<fieldCount {
      let name = try reader.text()
      fields[name] = try read(&reader)
    }
    return .record(fields)
  }

  private static func rare(_ tag: Tag, _ count: Int, _ reader: inout CBORReader) throws -> Value {
    switch tag {
    case .decimal: return .decimal(try reader.decimal())
    case .ratio:
      let parts = (Int128(try reader.text()), Int128(try reader.text()))
      guard let top = parts.0, let bottom = parts.1, let ratio = Ratio(top, bottom) else {
        throw ColumnDamage("a share whose parts are no numbers")
      }
      return .ratio(ratio)
    case .calendarDuration:
      let number = try reader.integer()
      guard let unit = CalendarSpan.Unit(rawValue: try reader.text()) else {
        throw ColumnDamage("a length of an unknown unit")
      }
      return .calendarDuration(CalendarSpan(count: number, unit: unit))
    default:
      let start = Instant(microseconds: try reader.integer())
      let end = count > 1 ? Instant(microseconds: try reader.integer()) : nil
      return .period(Period(start: start, end: end))
    }
  }
}

/// Stored columns that do not have the form in which they are written.
package struct ColumnDamage: Error, Hashable, Sendable, CustomStringConvertible {
  package let reason: String

  package init(_ reason: String) { self.reason = reason }

  package var description: String {
    "the stored rows are damaged (\(reason)); `kiem rebuild` folds them anew from the log"
  }
}
