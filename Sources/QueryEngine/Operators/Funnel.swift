import Catalog
import Columns
import LedgerModel
import QueryPlan

/// The parts of a funnel.
private struct Funnel {
  let input: PlanNode
  let key: Int
  let steps: [FunnelStep]
  let order: FunnelOrder?
  let keys: [PlanGroupKey]
}

extension Execution {
  /// How many keys of the input reach each step, or with `each` when each row's key reaches them.
  func funnel(_ node: PlanNode, _ request: StreamRequest, into sink: @escaping Sink) throws {
    guard case .funnel(let input, let key, let steps, let order, let each, let keys) = node.kind
    else { return }
    let funnel = Funnel(input: input, key: key, steps: steps, order: order, keys: keys)
    let read = keys.map(\.expression)
    let wanted = each ? request.needed : []
    let buffer = try collect(
      node, input, stage: "funnel", reading: read, request.needing(wanted.union([key])))
    var universe = ValueInterner()
    let codes = (0..<buffer.count).map { row -> Int in
      universe.code(of: buffer.columns[key].value(at: row))
    }
    let times = try times(node, funnel, universe, request)
    if each {
      let columns = times.map { times in
        Column.values(codes.map { times[$0].map { .instant($0) } ?? .none })
      }
      let unreached = steps.map { _ in Column.constant(.none) }
      let totals = buffer.totals.map {
        RowBatch(columns: $0.columns + unreached, rows: $0.rows, isTotal: true)
      }
      return try emit(
        Array(0..<buffer.count), of: buffer.columns + columns, totals: totals, into: sink)
    }
    try emit(try summary(funnel, buffer, codes, times, request), into: sink)
  }

  private func emit(_ columns: [Column], into sink: Sink) throws {
    guard case .values(let values)? = columns.last else { return }
    try emit(Array(values.indices), of: columns, totals: [], into: sink)
  }

  /// Per step and code of the universe the instant in which it was reached.
  private func times(
    _ node: PlanNode, _ funnel: Funnel, _ universe: ValueInterner, _ request: StreamRequest
  ) throws -> [[Instant?]] {
    var chains = FunnelChains(
      stepCount: funnel.steps.count, keyCount: universe.count, isOrdered: funnel.order != nil)
    for (number, step) in funnel.steps.enumerated() {
      try streamInner(
        step.input, needed: [step.key, step.at, step.position], inherited: request.scope.reading
      ) { batch in
        for row in batch.rows where !batch.isTotal {
          let key = batch.columns[step.key].value(at: Int(row))
          guard !key.isNone, let code = universe.known(key),
            let moment = step.moment(of: batch, Int(row))
          else { continue }
          chains.add(moment, step: number, key: code)
        }
        try self.checkHeld(chains.eventCount, stage: "funnel", origin: node.origin)
      }
    }
    let deadline = try deadline(funnel.order, request)
    var times = funnel.steps.map { _ in [Instant?](repeating: nil, count: universe.count) }
    for code in 0..<universe.count where !universe.values[code].isNone {
      if code % ExecutionLimits.batchRowCountMax == 0 { try checkCancellation() }
      for (step, time) in try chains.reached(code, deadline: deadline).enumerated() {
        times[step][code] = time
      }
    }
    return times
  }

  private func deadline(
    _ order: FunnelOrder?, _ request: StreamRequest
  ) throws -> (Instant) throws -> Instant? {
    guard let within = order?.within else { return { _ in nil } }
    let length = try compiler(request).constant(within)
    let arithmetic = Arithmetic(
      operation: .add, type: .instant, calendar: calendar, origin: within.origin)
    return { start in
      guard case .instant(let end) = try arithmetic.apply(.instant(start), length) else {
        return nil
      }
      return end
    }
  }

  private func summary(
    _ funnel: Funnel, _ buffer: RowBuffer, _ codes: [Int], _ times: [[Instant?]],
    _ request: StreamRequest
  ) throws -> [Column] {
    var keys = try RowKeys(funnel.keys, compiler(request))
    var groups = FunnelGroups(keyCount: funnel.keys.count)
    var cursor = RowCursor(buffer.columns)
    for row in 0..<buffer.count {
      cursor.row = row
      try keys.load(cursor)
      if !cursor.columns[funnel.key].value(at: row).isNone { groups.add(keys, codes[row]) }
    }
    let keyValues = funnel.keys.indices.map { place in
      groups.numbers.map { keys.value(of: groups.code(of: $0, place: place), place: place) }
    }
    let sortColumns = try keyColumns(keyValues.map { .values($0) }, funnel.keys)
    var columns = [[Value]](repeating: [], count: funnel.keys.count + 5)
    for group in try sorted(Array(groups.numbers), by: sortColumns) {
      for (step, row) in rows(of: groups.members[group], funnel.steps, times).enumerated() {
        for place in funnel.keys.indices { columns[place].append(keyValues[place][group]) }
        columns[funnel.keys.count].append(.string(funnel.steps[step].name))
        for (offset, value) in row.enumerated() {
          columns[funnel.keys.count + 1 + offset].append(value)
        }
      }
    }
    return columns.map { .values($0) }
  }

  /// Reached, of the first step, of the step before, and the median wait since that one.
  private func rows(
    of members: [Int], _ steps: [FunnelStep], _ times: [[Instant?]]
  ) -> [[Value]] {
    let reached = times.map { times in Int64(members.count { times[$0] != nil }) }
    return steps.indices.map { step in
      guard step > 0 else {
        return [.integer(reached[0]), share(reached[0], reached[0]), .none, .none]
      }
      let waits = members.compactMap { member -> Value? in
        guard let here = times[step][member], let before = times[step - 1][member] else {
          return nil
        }
        return .duration(here.span(since: before))
      }
      return [
        .integer(reached[step]), share(reached[step], reached[0]),
        share(reached[step], reached[step - 1]), median(waits),
      ]
    }
  }

  private func share(_ part: Int64, _ whole: Int64) -> Value {
    Ratio(Int128(part), Int128(whole)).map { .ratio($0) } ?? .none
  }

  private func median(_ values: [Value]) -> Value {
    let order = order(of: .duration)
    let sorted = values.sorted { order.compare($0, $1) == .before }
    return sorted.isEmpty ? .none : sorted[(sorted.count + 1) / 2 - 1]
  }
}

extension FunnelStep {
  fileprivate func moment(of batch: RowBatch, _ row: Int) -> Moment? {
    guard case .instant(let at) = batch.columns[self.at].value(at: row) else { return nil }
    if case .position(let position) = batch.columns[self.position].value(at: row) {
      return Moment(at: at, position: position.number)
    }
    return Moment(at: at, position: 0)
  }
}

/// The keys of the universe by group of the `by` items, each once.
private struct FunnelGroups {
  private struct Member: Hashable {
    let group: Int
    let key: Int
  }

  private var index: CombinationIndex
  private var seen: Set<Member> = []
  private(set) var members: [[Int]] = []

  /// Without `by` there is one group, also for no rows.
  init(keyCount: Int) {
    index = CombinationIndex(width: keyCount)
    if keyCount == 0 { add(to: []) }
  }

  var numbers: Range<Int> { members.indices }

  func code(of group: Int, place: Int) -> Int { index.code(of: group, place: place) }

  mutating func add(_ keys: RowKeys, _ key: Int) {
    for combination in keys.combinations {
      let group = add(to: combination)
      if seen.insert(Member(group: group, key: key)).inserted { members[group].append(key) }
    }
  }

  @discardableResult
  private mutating func add(to combination: [Int]) -> Int {
    let group = index.number(of: combination)
    if group == members.count { members.append([]) }
    return group
  }
}
