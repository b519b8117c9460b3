import Columns
import LedgerModel
import QueryPlan

extension Execution {
  /// Rows of a source as the reading sees them. Only the columns needed are asked of the world.
  func scan(_ node: PlanNode, _ request: StreamRequest, into sink: @escaping Sink) throws {
    guard case .scan(let source, let all, let names, _) = node.kind else { return }
    let layout = ScanLayout(
      names: names, needed: request.needed, hasOver: request.scope.over != nil)
    try checkCancellation()
    try world.scan(
      source: source, all: all, columns: layout.asked, reading: request.scope.reading
    ) { block in
      let columns = layout.columns(of: block)
      var rows: [Int32] = []
      rows.reserveCapacity(ExecutionLimits.batchRowCountMax)
      for row in 0..<block.rowCount
      where block.mask[row] && layout.isOver(request.scope.over, block, row) {
        rows.append(Int32(row))
        guard rows.count == ExecutionLimits.batchRowCountMax else { continue }
        try checkCancellation()
        try sink(RowBatch(columns: columns, rows: rows))
        rows.removeAll(keepingCapacity: true)
      }
      try checkCancellation()
      if !rows.isEmpty { try sink(RowBatch(columns: columns, rows: rows)) }
    }
  }
}

/// Which columns a scan asks for and where they go.
private struct ScanLayout {
  /// Names asked of the world, each once.
  private(set) var asked: [String] = []
  /// For every column of the scan its place among those asked; none when nobody reads it.
  private var places: [Int?]
  private var atPlace: Int?

  init(names: [String], needed: Set<Int>, hasOver: Bool) {
    places = Array(repeating: nil, count: names.count)
    for index in names.indices where needed.contains(index) {
      places[index] = place(of: names[index])
    }
    if hasOver { atPlace = place(of: "at") }
  }

  private mutating func place(of name: String) -> Int {
    if let known = asked.firstIndex(of: name) { return known }
    asked.append(name)
    return asked.count - 1
  }

  func columns(of block: Block) -> [Column] {
    places.map { place in place.map { block.columns[$0] } ?? .constant(.none) }
  }

  func isOver(_ period: Period?, _ block: Block, _ row: Int) -> Bool {
    guard let period, let atPlace else { return true }
    guard case .instant(let at) = block.columns[atPlace].value(at: row) else { return false }
    return period.contains(at)
  }
}
