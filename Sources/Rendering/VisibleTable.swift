import LedgerModel
import QueryEngine
import QueryPlan

/// A result without its hidden columns.
struct VisibleTable {
  let columns: [PlanColumn]
  let depths: [Int]?
  let totalRows: Set<Int>
  private let indexes: [Int]
  private let source: [[Value]]

  init(_ table: ResultTable) {
    indexes = table.columns.indices.filter { !table.columns[$0].isHidden }
    columns = indexes.map { table.columns[$0] }
    source = table.rows
    depths = table.depths
    totalRows = table.totalRows
  }

  var rowCount: Int { source.count }

  func row(_ index: Int) -> [Value] {
    let row = source[index]
    return indexes.map { row[$0] }
  }

  func isTotal(_ index: Int) -> Bool { totalRows.contains(index) }

  /// The cells of a row in words. The first key of a total row says so: left empty it would read
  /// as a row whose key is missing.
  func texts(_ index: Int, _ cells: CellText) -> [String] {
    var texts = zip(row(index), columns).map { cells.text($0, type: $1.type) }
    if isTotal(index), let first = indexes.first, source[index][first].isNone {
      texts[0] = "total"
    }
    return texts
  }
}
