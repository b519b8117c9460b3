import Columns
import LedgerModel
import QueryPlan

/// What `rollup` yields.
struct Rollup {
  let grouping: Grouping
  let unit: PlanExpression
  let day: PlanExpression?
  let root: String?
  let level: String?
}

extension Execution {
  /// One line per unit of the tree, each aggregate over the distinct rows of its whole subtree;
  /// rows without a unit make a last line and count at the root.
  func rollup(_ node: PlanNode, _ request: StreamRequest, into sink: Sink) throws {
    guard case .rollup(let input, let grouping, let unit, let day, let root, let level) = node.kind
    else { return }
    let rollup = Rollup(grouping: grouping, unit: unit, day: day, root: root, level: level)
    let compiler = compiler(request)
    var table = try RollupTable(rollup, columns: input.columns, run: self, compiler: compiler)
    let read = Aggregation.columns(readBy: grouping, of: input.columns)
      .union(readBy: [unit] + (day.map { [$0] } ?? []))
    try stream(input, request.needing(read)) { batch in
      if batch.isTotal { return }
      try table.add(batch)
      try table.aggregation.checkHeld(stage: "rollup", origin: node.origin)
    }
    try table.aggregation.finish(stage: "rollup", origin: node.origin)
    noteSkipped(table.aggregation, grouping)
    notePlaced(table.places)
    let lines = try RollupLines(
      table.places, root: root, level: level, levels: levels,
      onlyAboveRows: request.scope.source == "obligations", check: checkCancellation(at:))
    try emit(table, lines, rollup, request, compiler, into: sink)
  }

  private func notePlaced(_ places: RollupPlaces) {
    guard places.movedRowCount > 0 else { return }
    let rows = counted(places.movedRowCount, "row", "rows")
    let units = counted(places.movedUnits.count, "unit", "units")
    note("\(rows) of \(units) placed by succession")
  }

  private func emit(
    _ table: RollupTable, _ lines: RollupLines, _ rollup: Rollup, _ request: StreamRequest,
    _ compiler: ExpressionCompiler, into sink: Sink
  ) throws {
    let rows = try RollupRows(table, lines, rollup, run: self)
    // The result begins with unit, level and depth; the outputs follow.
    let head = 3
    let wanted = Set(request.needed.filter { $0 >= head }.map { $0 - head })
    let outputs = try Projection(rollup.grouping.outputs, needed: wanted, compiler)
    let batch = RowBatch(columns: rows.values, rowCount: rows.count)
    let computed = try outputs.apply(batch)
    let columns = rows.head + computed.columns.indices.map { computed.values(of: $0) }
    try emit(Array(0..<rows.count), of: columns, totals: [], into: sink)
  }
}

/// The lines of a roll-up as columns.
private struct RollupRows {
  private(set) var head: [Column] = []
  /// Keys and aggregates, as the outputs of the grouping read them.
  private(set) var values: [Column] = []
  private(set) var count = 0

  private var units: [Value] = []
  private var levels: [Value] = []
  private var depths: [Value] = []
  private var rows: [[Value]] = []
  private let headcounts: Headcount

  init(_ table: RollupTable, _ lines: RollupLines, _ rollup: Rollup, run: Execution) throws {
    headcounts = Headcount(trees: table.places.trees)
    let keys = try table.groupKeys()
    for (number, line) in lines.lines.enumerated() {
      try run.checkCancellation(at: number)
      let isRoot = line.unit == lines.root
      let groups = isRoot ? keys.all : keys.ofUnit[.entity(line.unit)] ?? []
      try append(line, groups, isRoot: isRoot, table)
    }
    if let groups = keys.ofUnit[.none] {
      let depth = lines.root == nil ? 0 : (lines.lines.first?.depth ?? -1) + 1
      for codes in groups {
        try append(.none, nil, depth, codes, table, isRoot: false) { _ in .none }
      }
    }
    noteUndeclared(run)
    try finish(rollup.grouping, run)
  }

  private mutating func append(
    _ line: RollupLines.Line, _ groups: [[Int]], isRoot: Bool, _ table: RollupTable
  ) throws {
    let headcounts = headcounts
    for (place, codes) in (groups.isEmpty ? [nil] : groups.map(Optional.some)).enumerated() {
      try table.checkCancellation(at: place)
      try append(
        .entity(line.unit), line.level, line.depth, codes, table, isRoot: isRoot
      ) { try headcounts.value(of: line.unit, column: $0, day: line.day) }
    }
  }

  private mutating func append(
    _ unit: Value, _ level: String?, _ depth: Int, _ codes: [Int]?, _ table: RollupTable,
    isRoot: Bool, headcount: (String) throws -> Value
  ) throws {
    units.append(unit)
    levels.append(level.map { .symbol($0) } ?? .none)
    depths.append(.integer(Int64(depth)))
    rows.append(
      table.keyValues(codes)
        + (try table.values(of: unit, codes: codes, isRoot: isRoot, headcount: headcount)))
  }

  private func noteUndeclared(_ run: Execution) {
    for (column, names) in headcounts.undeclared.sorted(by: { $0.key < $1.key }) {
      let shown = names.sorted { run.collation.key(of: $0) < run.collation.key(of: $1) }.prefix(5)
      let rest = names.count > shown.count ? " … +\(names.count - shown.count)" : ""
      let who = counted(names.count, "unit", "units")
      run.note(
        "headcount of \(column): \(who) declared none: \(shown.joined(separator: ", "))\(rest)")
    }
  }

  /// Lines of one unit in the order of the further keys; units stay in the order of the tree.
  private mutating func finish(_ grouping: Grouping, _ run: Execution) throws {
    count = rows.count
    let width = grouping.keys.count + grouping.aggregates.count
    let columns = (0..<width).map { place in rows.map { $0[place] } }
    var unitNumbers: [Int] = []
    for index in units.indices {
      let isSame = index > 0 && units[index] == units[index - 1]
      unitNumbers.append(isSame ? unitNumbers[index - 1] : index)
    }
    let keys = try run.keyColumns(
      columns.map { .values($0) }, grouping.keys, count: columns.first?.count ?? 0)
    var comparisons = 0
    let order = try units.indices.sorted { left, right in
      comparisons += 1
      try run.checkCancellation(at: comparisons)
      if unitNumbers[left] != unitNumbers[right] { return unitNumbers[left] < unitNumbers[right] }
      let found = keys.compare(left, right)
      return found == .same ? left < right : found == .before
    }
    head = [units, levels, depths].map { column in .values(order.map { column[$0] }) }
    values = columns.map { column in .values(order.map { column[$0] }) }
  }
}
