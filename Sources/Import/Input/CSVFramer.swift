/// The records of a table (RFC 4180): line breaks inside quotes belong to the record. Empty lines
/// are no records.
struct CSVFramer: RowFramer {
  mutating func next(_ input: inout ChunkedInput) throws(ImportError) -> RawRow? {
    while let first = try input.byte(0), first == 0x0A || first == 0x0D { _ = input.take(1) }
    guard try input.byte(0) != nil else { return nil }
    let line = input.line
    var length = 0
    var isQuoted = false
    var isOversized = false
    while let byte = try input.byte(length) {
      if byte == 0x0A, !isQuoted { break }
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      length += 1
      if length > RawRow.maximumByteCount {
        isOversized = true
        _ = input.take(length)
        length = 0
      }
    }
    let hasEnd = try input.byte(length) != nil
    var bytes = input.take(hasEnd ? length + 1 : length)
    if hasEnd { bytes.removeLast() }
    if bytes.last == 0x0D { bytes.removeLast() }
    if isOversized { return RawRow(line: line, bytes: [], flaw: .oversized) }
    return RawRow(line: line, bytes: bytes, flaw: isQuoted ? .cutOff : nil)
  }
}

/// The cells of one record.
struct CSVRecord {
  /// Why a record cannot be split into cells.
  enum Failure: Error, Hashable {
    case openQuote(column: Int)
    /// A quote in the middle of a cell that does not start with one, or text behind a closed one.
    case strayQuote(column: Int)
    case invalidUTF8(byte: Int)
  }

  let cells: [String]

  /// Splits a record at the delimiter; quotes are taken off and doubled ones made single.
  init(_ bytes: [UInt8], delimiter: UInt8) throws(Failure) {
    var cells: [String] = []
    var cell: [UInt8] = []
    var index = 0
    while true {
      cell.removeAll(keepingCapacity: true)
      let start = index
      if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
        index = try CSVRecord.quoted(bytes, from: index + 1, into: &cell, column: cells.count + 1)
      }
      while index < bytes.count, bytes[index] != delimiter {
        guard bytes[index] != UInt8(ascii: "\""), start == index || bytes[start] != 0x22 else {
          throw .strayQuote(column: cells.count + 1)
        }
        cell.append(bytes[index])
        index += 1
      }
      cells.append(try CSVRecord.text(cell, at: start))
      guard index < bytes.count else { break }
      index += 1
    }
    self.cells = cells
  }

  private static func quoted(
    _ bytes: [UInt8], from start: Int, into cell: inout [UInt8], column: Int
  ) throws(Failure) -> Int {
    var index = start
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\"") {
        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") else {
          return index + 1
        }
        index += 1
      }
      cell.append(bytes[index])
      index += 1
    }
    throw .openQuote(column: column)
  }

  private static func text(_ cell: [UInt8], at start: Int) throws(Failure) -> String {
    guard let text = String(validating: cell, as: UTF8.self) else {
      throw .invalidUTF8(byte: start + 1)
    }
    return text
  }

  /// One line of a table; cells are quoted where they must be.
  static func line(_ cells: [String], delimiter: UInt8) -> String {
    let separator = String(Unicode.Scalar(delimiter))
    return cells.map { cell in
      let mustQuote = cell.utf8.contains {
        $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D
      }
      guard mustQuote || cell.first == " " || cell.last == " " else { return cell }
      return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }.joined(separator: separator) + "\n"
  }
}
