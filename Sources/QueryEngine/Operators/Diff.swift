import Columns
import LedgerModel
import QueryPlan

extension Execution {
  /// `diff`: rows that two readings show differently, in the order of the second reading; those that
  /// it no longer has come last, in the order of the first.
  func diff(
    _ node: PlanNode, _ comparison: ReadingComparison, _ request: StreamRequest,
    into sink: Sink
  ) throws {
    func table(_ input: PlanNode) throws -> ComparedRows {
      try comparedRows(node, input, comparison.keys, request)
    }
    let from = try table(comparison.from)
    let to = try table(comparison.to)
    let later = try comparison.later.map(table) ?? from
    let wantsEvents = request.needed.contains { comparison.outputs[$0] == .events }
    let events = try wantsEvents ? comparison.versions.map { try self.events($0, request) } : nil
    var difference = Difference(comparison, from, to, later)
    try difference.compare(check: checkCancellation(at:))
    let columns = try comparison.outputs.indices.map { index -> Column in
      guard request.needed.contains(index) else { return .constant(.none) }
      try checkCancellation()
      return .values(difference.values(of: comparison.outputs[index], events))
    }
    for start in stride(from: 0, to: difference.pairs.count, by: ExecutionLimits.batchRowCountMax) {
      try checkCancellation()
      let end = min(start + ExecutionLimits.batchRowCountMax, difference.pairs.count)
      try sink(RowBatch(columns: columns, rows: (start..<end).map { Int32($0) }))
    }
  }

  private func comparedRows(
    _ node: PlanNode, _ input: PlanNode, _ keys: [Int], _ request: StreamRequest
  ) throws -> ComparedRows {
    var rows = ComparedRows(keys: keys, names: input.columns.map(\.name))
    let needed = Set(input.columns.indices)
    try streamInner(input, needed: needed, inherited: request.scope.inherited) { batch in
      try self.checkCancellation()
      try self.checkHeld(rows.rows.count + batch.rows.count, stage: "diff", origin: node.origin)
      for row in batch.rows {
        let values = batch.columns.map { $0.value(at: Int(row)) }
        guard rows.append(values) else {
          throw ExecutionError.duplicateKey(
            columns: keys.map { input.columns[$0].name }, key: keys.map { values[$0] },
            origin: node.origin)
        }
      }
    }
    return rows
  }

  /// Positions of the versions made in between, by key.
  private func events(
    _ input: PlanNode, _ request: StreamRequest
  ) throws -> [[Value]: [Position]] {
    var events: [[Value]: [Position]] = [:]
    let needed = Set(input.columns.indices)
    try streamInner(input, needed: needed, inherited: request.scope.inherited) { batch in
      try self.checkCancellation()
      for row in batch.rows {
        var values = batch.columns.map { $0.value(at: Int(row)) }
        guard case .position(let position) = values.removeLast() else { continue }
        events[values.map(\.canonical), default: []].append(position)
      }
    }
    return events
  }
}

/// The rows of one reading, found by their key.
private struct ComparedRows {
  let keys: [Int]
  let names: [String]
  private(set) var rows: [[Value]] = []
  private var places: [[Value]: Int] = [:]

  init(keys: [Int], names: [String]) {
    self.keys = keys
    self.names = names
  }

  /// False when there is a row of that key already.
  mutating func append(_ row: [Value]) -> Bool {
    guard places.updateValue(rows.count, forKey: key(of: row)) == nil else { return false }
    rows.append(row)
    return true
  }

  func key(of row: [Value]) -> [Value] { keys.map { row[$0].canonical } }

  func row(of key: [Value]) -> [Value]? { places[key].map { rows[$0] } }
}

private struct Difference {
  struct Pair {
    let old: [Value]?
    let new: [Value]?
    let change: String
  }

  private let comparison: ReadingComparison
  private let from: ComparedRows
  private let to: ComparedRows
  private let later: ComparedRows
  private(set) var pairs: [Pair] = []

  init(
    _ comparison: ReadingComparison, _ from: ComparedRows, _ to: ComparedRows, _ later: ComparedRows
  ) {
    self.comparison = comparison
    self.from = from
    self.to = to
    self.later = later
  }

  /// Calls `check` at least every few milliseconds.
  mutating func compare(check: (Int) throws -> Void) throws {
    for (place, row) in to.rows.enumerated() {
      try check(place)
      note(from.row(of: to.key(of: row)), row)
    }
    for (place, row) in from.rows.enumerated() {
      try check(place)
      if to.row(of: from.key(of: row)) == nil { note(row, nil) }
    }
  }

  private mutating func note(_ old: [Value]?, _ new: [Value]?) {
    guard !isSame(old, new) else { return }
    let key = (new ?? old).map { to.key(of: $0) } ?? []
    let word =
      if comparison.later != nil, isSame(later.row(of: key), new) {
        "clock"
      } else {
        old == nil ? "added" : new == nil ? "removed" : "changed"
      }
    pairs.append(Pair(old: old, new: new, change: word))
  }

  private func isSame(_ old: [Value]?, _ new: [Value]?) -> Bool {
    guard let old, let new else { return old == nil && new == nil }
    return comparison.compared.allSatisfy { column in
      if let running = comparison.running, column == running.column,
        old[running.flag] == .bool(true), new[running.flag] == .bool(true)
      {
        return true
      }
      return old[column].isEqual(to: new[column])
    }
  }

  func values(
    of output: ReadingComparison.Output, _ events: [[Value]: [Position]]?
  ) -> [Value] {
    switch output {
    case .either(let column): pairs.map { ($0.new ?? $0.old)?[column] ?? .none }
    case .side(let column, let isNew): pairs.map { (isNew ? $0.new : $0.old)?[column] ?? .none }
    case .whole(let isNew): pairs.map { (isNew ? $0.new : $0.old).map(record) ?? .none }
    case .change: pairs.map { .symbol($0.change) }
    case .events:
      pairs.map { pair in
        guard let events, let row = pair.new ?? pair.old else { return .none }
        return .set((events[to.key(of: row)] ?? []).map { .position($0) })
      }
    }
  }

  private func record(_ row: [Value]) -> Value {
    var fields: [String: Value] = [:]
    for (name, value) in zip(to.names, row) where !value.isNone { fields[name] = value }
    return .record(fields)
  }
}
