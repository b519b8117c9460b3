import Catalog
import Diagnostics
import LedgerModel
import Text

/// Reads the records of a table through its mapping. Columns whose names begin with `kiem_` are
/// those of a rejects file and never matter.
struct TableRowReader: RowReader {
  let mapping: TableMapping
  let delimiter: UInt8
  let header: [String]
  let units: (any UnitDirectory)?
  private let columns: [String: Int]

  /// Finds the mapped columns in the header, by their exact names or loosely.
  init(
    _ mapping: TableMapping, header: [String], delimiter: UInt8, units: (any UnitDirectory)?,
    file: String
  ) throws(ImportError) {
    self.mapping = mapping
    self.header = header
    self.delimiter = delimiter
    self.units = units
    var columns: [String: Int] = [:]
    let rules = [mapping.type] + mapping.envelope.values + mapping.fields.map(\.rule)
    for name in Set(rules.flatMap(\.columns)).sorted() {
      columns[name] = try TableRowReader.index(of: name, in: header, file: file)
    }
    self.columns = columns
  }

  private static func index(
    of name: String, in header: [String], file: String
  ) throws(ImportError) -> Int {
    let exact = header.indices.filter { header[$0] == name }
    let wanted = searchKey(name)
    let loose = exact.isEmpty ? header.indices.filter { searchKey(header[$0]) == wanted } : exact
    if let first = loose.first, loose.count == 1 { return first }
    let names = header.filter { !$0.isEmpty && !$0.hasPrefix("kiem_") }
    guard loose.isEmpty else {
      throw .header(
        file: file, reason: "the column '\(name)' occurs \(loose.count) times",
        remedy: "Give each column its own name.")
    }
    let guess = nearestName(to: name, among: names).map { "Did you mean '\($0)'? " } ?? ""
    throw .header(
      file: file, reason: "there is no column '\(name)'",
      remedy: guess + "Columns here: \(names.joined(separator: ", ")).")
  }

  func read(_ row: RawRow) -> EventReading {
    if let problem = row.flawProblem { return EventReading(event: nil, problems: [problem]) }
    do {
      let record = try CSVRecord(row.bytes, delimiter: delimiter)
      guard record.cells.count == header.count else {
        return refused(
          .syntax, "has \(record.cells.count) cells where the header has \(header.count)"
        )
        .remarking(row.flaw)
      }
      var cells = TableCells(self, record.cells)
      return cells.reading()
    } catch {
      return refusal(error).remarking(row.flaw)
    }
  }

  private func refusal(_ failure: CSVRecord.Failure) -> EventReading {
    switch failure {
    case .openQuote(let column): refused(.syntax, "a quote in cell \(column) is not closed")
    case .strayQuote(let column):
      refused(.syntax, "a quote stands inside cell \(column); write it twice")
    case .invalidUTF8(let byte):
      refused(.invalidUTF8, "the bytes from byte \(byte) of the row are not valid UTF-8")
    }
  }

  private func refused(_ rule: ProblemRule, _ message: String) -> EventReading {
    EventReading(event: nil, problems: [FieldProblem("event", rule, message)])
  }

  func index(of column: String) -> Int? { columns[column] }
}
