import Catalog
import Columns
import LedgerModel

/// The rows of a table block by block, with identifiers as codes of the store's dictionaries: what is
/// compared with the rows of stored sources need not be hashed at every question.
///
/// Columns are made when they are first asked for. Confined to one thread.
final class TableColumns {
  private let layout: TableLayout
  private let blocks: [ArraySlice<SourceRow>]
  private let schema: SourceSchema?
  private let dictionaries: DictionarySet
  private var made: [Int: [Column]] = [:]

  init(_ table: SourceTable, all: Bool, _ schema: SourceSchema?, _ dictionaries: DictionarySet) {
    layout = table.layout
    let rows = all ? table.rows : table.rows.filter(\.stands)
    blocks = stride(from: 0, to: rows.count, by: RowStore.blockRowCountMax).map {
      rows[$0..<min($0 + RowStore.blockRowCountMax, rows.count)]
    }
    self.schema = schema
    self.dictionaries = dictionaries
  }

  /// Calls `body` with blocks of the columns at those places, and `check` at least every few
  /// milliseconds.
  func scan(
    _ wanted: [Int], check: () throws -> Void, _ body: (Block) throws -> Void
  ) throws {
    let typed = try wanted.map { try columns($0, check) }
    for (number, rows) in blocks.enumerated() {
      let columns = typed.map { $0[number] }
      try body(Block(rowCount: rows.count, columns: columns, mask: Mask(allOf: rows.count)))
    }
  }

  /// By block a column in typed form: codes of the store where these know all its values.
  private func columns(_ index: Int, _ check: () throws -> Void) throws -> [Column] {
    if let columns = made[index] { return columns }
    let values = try blocks.map { rows in
      try check()
      return rows.map { $0.values[index] }
    }
    let dictionary = try dictionary(of: layout.names[index])
    let columns =
      try dictionary.flatMap { try TableColumns.coded(values, $0, check) } ?? values.typed(check)
    made[index] = columns
    return columns
  }

  /// The dictionary of the entities that a column names, where some stored source names such.
  private func dictionary(of name: String) throws -> ValueDictionary? {
    guard case .entity(let kind)? = schema?.column(named: name)?.column.type.wrapped,
      let dictionary = dictionaries.known(kind.rawValue)
    else { return nil }
    try dictionary.load()
    return dictionary
  }

  /// None when some value is not in the dictionary, which a question does not add to.
  private static func coded(
    _ blocks: [[Value]], _ dictionary: ValueDictionary, _ check: () throws -> Void
  ) rethrows -> [Column]? {
    var columns: [Column] = []
    for values in blocks {
      try check()
      guard let codes = dictionary.knownCodes(of: values) else { return nil }
      columns.append(
        .coded(
          CodedColumn(
            codes: Codes(codes), values: dictionary.values, dictionary: dictionary.number)))
    }
    return columns
  }
}
