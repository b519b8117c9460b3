import Foundation
import LedgerModel

/// Receives refused rows in a form that can be mended and imported again: lines of JSON for JSON
/// formats, a table with four further columns for tables. Readable by its owner alone, because rows
/// may hold personal data.
final class RejectsFile {
  private let path: String
  private let handle: FileHandle
  private let table: (header: [String], delimiter: UInt8)?
  /// Bytes written so far.
  private(set) var byteCount: UInt64 = 0

  /// Columns that a rejects table adds, and that reading ignores.
  static let columns = ["kiem_line", "kiem_field", "kiem_rule", "kiem_problem"]

  /// Creates the file, or goes on behind the first `keptByteCount` bytes of one that is there.
  init(
    path: String, table: (header: [String], delimiter: UInt8)?, keptByteCount: UInt64
  ) throws(ImportError) {
    self.path = path
    self.table = table
    do {
      if !FileManager.default.fileExists(atPath: path) {
        let isCreated = FileManager.default.createFile(
          atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        guard isCreated else { throw CocoaError(.fileWriteNoPermission) }
      }
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      let size = try handle.seekToEnd()
      byteCount = min(size, keptByteCount)
      try handle.truncate(atOffset: byteCount)
    } catch {
      throw .rejectsFile(path: path, reason: error.localizedDescription)
    }
    if byteCount == 0, let table {
      let header = RejectsFile.ownCells(table.header, table.header) + RejectsFile.columns
      try write(CSVRecord.line(header, delimiter: table.delimiter))
    }
  }

  /// Adds rows and makes them durable.
  func append(_ rows: [(row: RawRow, rejected: RejectedRow)]) throws(ImportError) {
    guard !rows.isEmpty else { return }
    try write(rows.map { line($0.row, $0.rejected) }.joined())
    do {
      try handle.synchronize()
    } catch {
      throw .rejectsFile(path: path, reason: error.localizedDescription)
    }
  }

  private func write(_ text: String) throws(ImportError) {
    do {
      try handle.write(contentsOf: Data(text.utf8))
      byteCount += UInt64(text.utf8.count)
    } catch {
      throw .rejectsFile(path: path, reason: error.localizedDescription)
    }
  }

  private func line(_ row: RawRow, _ rejected: RejectedRow) -> String {
    guard let table else { return RejectWrapping.line(row, rejected.problems) }
    var cells: [String]
    if let record = try? CSVRecord(row.bytes, delimiter: table.delimiter),
      record.cells.count == table.header.count
    {
      cells = RejectsFile.ownCells(record.cells, table.header)
    } else {
      // Not split into cells, so the whole row stands in the first one.
      let count = RejectsFile.ownCells(table.header, table.header).count
      cells = [String(decoding: row.bytes, as: UTF8.self)]
      cells += [String](repeating: "", count: max(0, count - 1))
    }
    let first = rejected.problems.first
    cells += [
      String(row.line), first?.field ?? "", rejected.rule,
      rejected.problems.map(\.description).joined(separator: "; "),
    ]
    return CSVRecord.line(cells, delimiter: table.delimiter)
  }

  /// The cells of columns that are not those of an earlier rejects file.
  private static func ownCells(_ cells: [String], _ header: [String]) -> [String] {
    zip(cells, header).filter { !columns.contains($0.1) }.map(\.0)
  }

  deinit { try? handle.close() }
}
