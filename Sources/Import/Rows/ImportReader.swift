import Dispatch
package import LedgerModel
import Synchronization

/// Reads the rows of one file in order, in memory bounded by the longest row.
package struct ImportReader {
  private var input: ChunkedInput
  private var framer: any RowFramer
  private var rows: any RowReader
  package let format: ImportFormat

  /// Opens a file in a form whose rows need no mapping.
  ///
  /// - Throws: `ImportError.empty` for a file without content, `.encoding` for other encodings.
  package init(_ source: any ByteSource, format: ImportFormat) throws(ImportError) {
    switch format {
    case .json, .ndjson:
      try self.init(source, format: format, framing: format, rows: EventRowReader())
    case .csv, .xapi: throw .mappingNeeded(file: source.name, format: format)
    }
  }

  init(
    _ source: any ByteSource, format: ImportFormat, framing: ImportFormat, rows: any RowReader
  ) throws(ImportError) {
    var input = ChunkedInput(source)
    try input.skipByteOrderMark()
    self.input = input
    self.format = format
    self.rows = rows
    switch framing {
    case .json, .xapi: framer = JSONFramer()
    case .ndjson: framer = LineFramer()
    case .csv: framer = CSVFramer()
    }
  }

  /// Reads the rows from here on another way, as a table does behind its header.
  mutating func use(_ rows: any RowReader) { self.rows = rows }

  /// The columns of a table and what separates them; none for other formats.
  var table: (header: [String], delimiter: UInt8)? {
    (rows as? TableRowReader).map { ($0.header, $0.delimiter) }
  }

  /// The next row, read; none at the end of the file.
  package mutating func next() throws(ImportError) -> ImportRow? {
    guard let raw = try nextRaw() else { return nil }
    return ImportRow(raw: raw, reading: rows.read(raw))
  }

  /// The next row as it stands in the file.
  package mutating func nextRaw() throws(ImportError) -> RawRow? {
    try framer.next(&input)
  }

  /// What each of many rows says, read on all cores.
  func read(_ raws: [RawRow]) -> [ImportRow] {
    let rows = rows
    let chunkCount = (raws.count + Self.chunkRowCount - 1) / Self.chunkRowCount
    let chunks = Mutex<[[ImportRow]]>(Array(repeating: [], count: chunkCount))
    DispatchQueue.concurrentPerform(iterations: chunkCount) { chunk in
      let first = chunk * Self.chunkRowCount
      let read = raws[first..<min(first + Self.chunkRowCount, raws.count)].map {
        ImportRow(raw: $0, reading: rows.read($0))
      }
      chunks.withLock { $0[chunk] = read }
    }
    return chunks.withLock { $0 }.flatMap { $0 }
  }

  /// Rows that one core reads at a time.
  private static let chunkRowCount = 512

  /// What a row says.
  package func read(_ row: RawRow) -> EventReading { rows.read(row) }

  /// Bytes read so far, always at the end of a row or of what separates it.
  package var byteOffset: UInt64 { input.offset }

  /// SHA-256 of the bytes read so far.
  package var digest: [UInt8] { input.digest }
}
