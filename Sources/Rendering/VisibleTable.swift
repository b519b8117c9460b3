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

  /// The cell of a total row's key is a dot in words, so that it is not read as "none".
  func isTotal(_ index: Int) -> Bool { totalRows.contains(index) }
}
