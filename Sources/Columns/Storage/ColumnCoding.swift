import LedgerModel

/// The stored form of a column of one block: one byte that names the form, then plain arrays.
///
/// | form | content |
/// |---|---|
/// | 0 constant | value |
/// | 1 codes of the column's dictionary | width, count, codes |
/// | 2 codes of a table of its own | table, width, count, codes |
/// | 3 numbers | kind, scale, count, base, step, width, distances, presence |
/// | 4 flags | count, bytes |
/// | 5 texts | kind, count, ends, bytes, presence |
/// | 6 values | values |
///
/// Numbers are distances from the least one in steps of their greatest common divisor, in the
/// narrowest of 1, 2, 4 and 8 bytes (frame of reference).
package enum ColumnCoding {
  private enum Form: UInt8 { case constant, coded, table, numbers, flags, texts, values }

  /// The bytes of a column. Codes of a dictionary are written as they are: the reader needs that
  /// dictionary.
  package static func bytes(_ column: Column) -> [UInt8] {
    var writer = ByteWriter(capacity: 4_096)
    switch column {
    case .constant(let value):
      writer.byte(Form.constant.rawValue)
      write([value], &writer)
    case .coded(let coded):
      writer.byte(coded.dictionary == nil ? Form.table.rawValue : Form.coded.rawValue)
      if coded.dictionary == nil { write(Array(coded.values), &writer) }
      write(coded.codes, &writer)
    case .numbers(let numbers):
      writer.byte(Form.numbers.rawValue)
      write(numbers, &writer)
    case .flags(let flags):
      writer.byte(Form.flags.rawValue)
      writer.sized(flags.bytes)
    case .texts(let texts):
      writer.byte(Form.texts.rawValue)
      writer.byte(texts.kind.rawValue)
      writer.number(UInt64(texts.ends.count), width: 4)
      writer.numbers(texts.ends)
      writer.sized(texts.bytes)
      write(presence: texts.isPresent, &writer)
    case .values(let values):
      writer.byte(Form.values.rawValue)
      write(values, &writer)
    }
    return writer.bytes
  }

  private static func write(_ values: [Value], _ writer: inout ByteWriter) {
    var content = CBORWriter(capacity: values.count * 8)
    for value in values { ValueCoding.write(value, to: &content) }
    writer.number(UInt64(values.count), width: 4)
    writer.sized(content.bytes)
  }

  private static func write(_ codes: Codes, _ writer: inout ByteWriter) {
    switch codes {
    case .bytes(let codes):
      writer.byte(1)
      writer.sized(codes)
    case .shorts(let codes):
      writer.byte(2)
      writer.number(UInt64(codes.count), width: 4)
      writer.numbers(codes, width: 2)
    case .words(let codes):
      writer.byte(4)
      writer.number(UInt64(codes.count), width: 4)
      writer.numbers(codes)
    }
  }

  private static func write(presence: [UInt8]?, _ writer: inout ByteWriter) {
    writer.byte(presence == nil ? 0 : 1)
    if let presence { writer.sized(presence) }
  }

  private static func write(_ column: NumberColumn, _ writer: inout ByteWriter) {
    let (kind, scale) = column.kind.stored
    let frame = NumberFrame(column)
    writer.byte(kind)
    writer.byte(scale)
    writer.number(UInt64(column.numbers.count), width: 4)
    writer.number(UInt64(bitPattern: frame.base), width: 8)
    writer.number(UInt64(bitPattern: frame.step), width: 8)
    writer.byte(UInt8(frame.width))
    writer.numbers(frame.distances(column), width: frame.width)
    write(presence: column.isPresent, &writer)
  }
}

// MARK: - Reading

extension ColumnCoding {
  /// The column that those bytes are, of a column whose texts are coded by `dictionary`: detached
  /// where it is made of such codes. Throws `ColumnDamage` for anything that `bytes(_:)` does not
  /// yield.
  package static func column(
    _ stored: Span<UInt8>, rowCount: Int, dictionary: ValueDictionary
  ) throws -> Column {
    var reader = ByteReader(stored)
    guard let form = Form(rawValue: try reader.byte()) else {
      throw ColumnDamage("a column of an unknown form")
    }
    let column = try column(form, &reader, dictionary)
    guard (column.storedRowCount ?? rowCount) == rowCount else {
      throw ColumnDamage("a column with another number of rows")
    }
    return column
  }

  private static func column(
    _ form: Form, _ reader: inout ByteReader, _ dictionary: ValueDictionary
  ) throws -> Column {
    switch form {
    case .constant: return .constant(try values(&reader).first ?? .none)
    case .coded:
      let codes = try codes(&reader)
      guard codes.largest < dictionary.count else { throw ColumnDamage("a code without a text") }
      return .coded(CodedColumn(codes: codes, values: [], dictionary: dictionary.number))
    case .table:
      let table = try values(&reader)
      let codes = try codes(&reader)
      guard codes.largest < table.count else { throw ColumnDamage("a code without a value") }
      return .coded(CodedColumn(codes: codes, values: table))
    case .numbers: return .numbers(try numbers(&reader))
    case .flags: return .flags(FlagColumn(bytes: try reader.sized()))
    case .texts: return .texts(try texts(&reader))
    case .values: return .values(try values(&reader))
    }
  }

  private static func values(_ reader: inout ByteReader) throws -> [Value] {
    let count = try reader.count()
    let content = try reader.sized()
    var cbor = CBORReader(content.span)
    var values: [Value] = []
    do {
      for _ in 0..<count { values.append(try ValueCoding.read(&cbor)) }
    } catch let error as ColumnDamage {
      throw error
    } catch {
      throw ColumnDamage("values that are none: \(error)")
    }
    return values
  }

  private static func codes(_ reader: inout ByteReader) throws(ColumnDamage) -> Codes {
    switch try reader.byte() {
    case 1: return .bytes(try reader.sized())
    case 2: return .shorts(try reader.shorts(try reader.count()))
    case 4: return .words(try reader.words(try reader.count()))
    default: throw ColumnDamage("codes of an unknown width")
    }
  }

  private static func presence(
    _ reader: inout ByteReader, _ count: Int
  ) throws(ColumnDamage) -> [UInt8]? {
    guard try reader.byte() != 0 else { return nil }
    let bytes = try reader.sized()
    guard bytes.count == count else { throw ColumnDamage("presence of other rows") }
    return bytes
  }

  private static func numbers(_ reader: inout ByteReader) throws(ColumnDamage) -> NumberColumn {
    let (code, scale) = (try reader.byte(), try reader.byte())
    guard let kind = NumberColumn.Kind(stored: code, scale: scale) else {
      throw ColumnDamage("numbers of an unknown kind")
    }
    let count = try reader.count()
    let base = Int64(bitPattern: try reader.number(width: 8))
    let step = Int64(bitPattern: try reader.number(width: 8))
    let width = Int(try reader.byte())
    guard [0, 1, 2, 4, 8].contains(width) else { throw ColumnDamage("numbers of an odd width") }
    let numbers = try reader.distances(count, width: width, base: base, step: step)
    guard let present = try presence(&reader, count) else {
      return NumberColumn(kind: kind, numbers: numbers)
    }
    let settled = numbers.enumerated().map { present[$0] == 0 ? 0 : $1 }
    return NumberColumn(kind: kind, numbers: settled, isPresent: present)
  }

  private static func texts(_ reader: inout ByteReader) throws(ColumnDamage) -> TextColumn {
    guard let kind = TextColumn.Kind(rawValue: try reader.byte()) else {
      throw ColumnDamage("texts of an unknown kind")
    }
    let ends = try reader.words(try reader.count())
    let bytes = try reader.sized()
    var before: UInt32 = 0
    for end in ends {
      guard end >= before, Int(end) <= bytes.count else { throw ColumnDamage("a text without end") }
      before = end
    }
    let present = try presence(&reader, ends.count)
    return TextColumn(kind: kind, bytes: bytes, ends: ends, isPresent: present)
  }
}

extension Column {
  /// The number of rows; none for a constant, which fits any.
  fileprivate var storedRowCount: Int? {
    switch self {
    case .constant: nil
    case .coded(let column): column.codes.count
    case .numbers(let column): column.numbers.count
    case .flags(let column): column.bytes.count
    case .texts(let column): column.ends.count
    case .values(let values): values.count
    }
  }
}

extension Codes {
  fileprivate var largest: Int {
    switch self {
    case .bytes(let codes): Int(codes.max() ?? 0)
    case .shorts(let codes): Int(codes.max() ?? 0)
    case .words(let codes): Int(codes.max() ?? 0)
    }
  }
}
