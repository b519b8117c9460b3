import Columns
import LedgerModel
import QueryPlan

/// Rows whose number in a column of the scan lies elsewhere are not wanted by what comes behind it.
typealias ScanRange = ZoneTest

extension Execution {
  /// Rows of a source as the reading sees them. Only the columns needed are asked of the world, and
  /// blocks without a row that `over` and the filters behind the scan let through may be left out.
  func scan(_ node: PlanNode, _ request: StreamRequest, into sink: Sink) throws {
    guard case .scan(let source, let all, let names, _) = node.kind else { return }
    let over = request.scope.over
    let layout = ScanLayout(names: names, needed: request.needed, over: over)
    try checkCancellation()
    if let share = takeShare() {
      for part in share { try hand(part, layout, node, request, into: sink) }
      return
    }
    let divider = self.divider
    self.divider = nil
    var blockCount = 0
    let skippedBefore = world.skippedBlockCount
    try world.scan(
      source: source, all: all, columns: layout.asked,
      ranges: layout.ranges(names, request.tests), reading: request.scope.reading
    ) { block in
      blockCount += 1
      guard let divider else {
        return try hand(BlockPart(block), layout, node, request, into: sink)
      }
      try checkCancellation()
      try divider.take(block)
    }
    meter?.reads(blockCount, leavingOut: world.skippedBlockCount - skippedBefore)
    for part in try divider?.finish() ?? [] {
      try hand(part, layout, node, request, into: sink)
    }
  }

  /// The visible rows of a block in batches.
  private func hand(
    _ part: BlockPart, _ layout: ScanLayout, _ node: PlanNode, _ request: StreamRequest,
    into sink: Sink
  ) throws {
    let (block, over) = (part.block, request.scope.over)
    let late = LateScan(block, layout.places, node, self)
    let columns = try layout.places.indices.map { index in
      request.isLate ? .constant(.none) : try late.column(index)
    }
    let at = try layout.atPlace.map { try late.columnAsked($0) }
    var mask: [UInt8] = []
    var start = part.rows.lowerBound
    while start < part.rows.upperBound {
      try checkCancellation()
      // Few visible rows are gathered from further on: a batch costs nearly as much as a full one.
      let (end, visibleCount) = block.mask.part(
        from: start, upTo: part.rows.upperBound, visibleCountMax: ExecutionLimits.batchRowCountMax)
      var rows = block.mask.rows(in: start..<end, visibleCount: visibleCount)
      if let at { rows = layout.rowsOver(over, at, rows, &mask) }
      start = end
      if rows.isEmpty { continue }
      try sink(RowBatch(columns: columns, rows: rows, late: request.isLate ? late : nil))
    }
  }
}

/// Which columns a scan asks for and where they go.
private struct ScanLayout {
  /// Names asked of the world, each once.
  private(set) var asked: [String] = []
  /// For every column of the scan its place among those asked; none when nobody reads it.
  private(set) var places: [Int?]
  private(set) var atPlace: Int?
  private let over: NumberRange?

  init(names: [String], needed: Set<Int>, over: Period?) {
    self.over = over.map { NumberRange(instantsIn: $0) }
    places = Array(repeating: nil, count: names.count)
    for index in names.indices where needed.contains(index) {
      places[index] = place(of: names[index])
    }
    if over != nil { atPlace = place(of: "at") }
  }

  private mutating func place(of name: String) -> Int {
    if let known = asked.firstIndex(of: name) { return known }
    asked.append(name)
    return asked.count - 1
  }

  /// What the world may skip blocks by.
  func ranges(_ names: [String], _ tests: [ScanRange]) -> [ColumnRange] {
    var ranges = tests.map { ColumnRange(names[$0.column], $0.kind, $0.range) }
    if let over, let range = over.range { ranges.append(ColumnRange("at", over.kind, range)) }
    return ranges
  }

  /// The rows whose `at` lies in the period.
  func rowsOver(
    _ period: Period?, _ column: Column, _ rows: RowList, _ mask: inout [UInt8]
  ) -> RowList {
    guard let period, let over else { return rows }
    if over.mark(Vector(column, rows: rows), into: &mask) { return rows.kept(by: mask) }
    return RowList(
      rows.filter { row in
        guard case .instant(let at) = column.value(at: Int(row)) else { return false }
        return period.contains(at)
      })
  }
}

/// The columns of a block, each read when somebody behind the scan first asks for it.
///
/// Threads that share a block read one at a time, for what is read is kept by those who have the rows.
final class LateScan {
  private let block: Block
  /// For every column of the scan its place among those of the block; none when nobody reads it.
  private let places: [Int?]
  private let scan: PlanNode
  private let run: Execution
  /// By place.
  private var columns: [Int: Column] = [:]

  init(_ block: Block, _ places: [Int?], _ scan: PlanNode, _ run: Execution) {
    self.block = block
    self.places = places
    self.scan = scan
    self.run = run
  }

  /// A column of the scan.
  func column(_ index: Int) throws -> Column {
    guard let place = places[index] else { return .constant(.none) }
    return try columnAsked(place)
  }

  /// The column at a place among those of the block.
  func columnAsked(_ place: Int) throws -> Column {
    if let column = columns[place] { return column }
    let column = block.isLate ? try run.alone { try block.column(place) } : block.columns[place]
    run.meter?.readsColumn(of: scan)
    columns[place] = column
    return column
  }
}
