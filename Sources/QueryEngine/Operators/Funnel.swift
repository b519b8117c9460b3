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
  func funnel(_ node: PlanNode, _ request: StreamRequest, into sink: Sink) throws {
    guard case .funnel(let input, let key, let steps, let order, let each, let keys) = node.kind
    else { return }
    let funnel = Funnel(input: input, key: key, steps: steps, order: order, keys: keys)
    let read = keys.map(\.expression)
    let wanted = each ? request.needed : []
    let buffer = try collect(
      node, input, stage: "funnel", reading: read, request.needing(wanted.union([key])))
    var universe = DenseCoder()
    let codes = try universe.encode(
      buffer.columns[key], rowCount: buffer.count, check: checkCancellation)
    let times = try funnelTimes(node, steps, order, universe, request)
    if each {
      let columns = times.map { times in
        Column.values(
          codes.map { code in
            let moment = times[Int(code)]
            return moment.isNever ? .none : .instant(moment.at)
          })
      }
      let unreached = steps.map { _ in Column.constant(.none) }
      let totals = buffer.totals.map {
        RowBatch(columns: $0.columns + unreached, rows: $0.rows, isTotal: true)
      }
      return try emit(
        Array(0..<buffer.count), of: buffer.columns + columns, totals: totals, into: sink)
    }
    try emit(try summary(funnel, buffer, codes, times, universe, request), into: sink)
  }

  private func emit(_ columns: [Column], into sink: Sink) throws {
    guard case .values(let values)? = columns.last else { return }
    try emit(Array(values.indices), of: columns, totals: [], into: sink)
  }

  private func summary(
    _ funnel: Funnel, _ buffer: RowBuffer, _ codes: [Int32], _ times: [[Moment]],
    _ universe: DenseCoder, _ request: StreamRequest
  ) throws -> [Column] {
    var keys = try RowKeys(funnel.keys, compiler(request))
    var groups = FunnelGroups(keyCount: funnel.keys.count)
    let none = universe.noneCode
    let whole = RowBatch(columns: buffer.columns, rowCount: buffer.count)
    for part in whole.parts(of: ExecutionLimits.batchRowCountMax) {
      try checkCancellation()
      try keys.load(part)
      groups.add(keys, codes.gathered(part.rows), below: universe.count, skipping: none)
    }
    let keyValues = funnel.keys.indices.map { place in
      groups.numbers.map { keys.value(of: groups.code(of: $0, place: place), place: place) }
    }
    let sortColumns = try keyColumns(
      keyValues.map { .values($0) }, funnel.keys, count: groups.numbers.count)
    var columns = [[Value]](repeating: [], count: funnel.keys.count + 5)
    for group in try sorted(groups.numbers.count, by: sortColumns) {
      for (step, row) in try rows(of: groups.members[group], funnel.steps, times).enumerated() {
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
    of members: [Int32], _ steps: [FunnelStep], _ times: [[Moment]]
  ) throws -> [[Value]] {
    let reached = try times.map { times in
      try checkCancellation()
      return Int64(members.count { !times[Int($0)].isNever })
    }
    return try steps.indices.map { step in
      guard step > 0 else {
        return [.integer(reached[0]), share(reached[0], reached[0]), .none, .none]
      }
      return [
        .integer(reached[step]), share(reached[step], reached[0]),
        share(reached[step], reached[step - 1]),
        try medianWait(of: members, times[step - 1], times[step]),
      ]
    }
  }

  private func share(_ part: Int64, _ whole: Int64) -> Value {
    Ratio(Int128(part), Int128(whole)).map { .ratio($0) } ?? .none
  }

  /// Half of those who reached both steps waited no longer; none when nobody did.
  private func medianWait(
    of members: [Int32], _ before: [Moment], _ here: [Moment]
  ) throws -> Value {
    var waits: [Int64] = []
    for member in members where !here[Int(member)].isNever && !before[Int(member)].isNever {
      waits.append(here[Int(member)].at.span(since: before[Int(member)].at).microseconds)
    }
    if waits.isEmpty { return .none }
    let median = try waits.select((waits.count + 1) / 2 - 1, check: checkCancellation)
    return .duration(TimeSpan(microseconds: median))
  }
}

/// The keys of the universe by group of the `by` items, each once.
private struct FunnelGroups {
  private var index: CombinationIndex
  private var seen = PairIndex()
  private var fresh: [Int] = []
  private var numbersOfRows: [Int32] = []
  private(set) var members: [[Int32]] = []

  /// Without `by` there is one group, also for no rows.
  init(keyCount: Int) {
    index = CombinationIndex(width: keyCount)
    if keyCount == 0 {
      index.makeOnly()
      members = [[]]
    }
  }

  var numbers: Range<Int> { members.indices }

  func code(of group: Int, place: Int) -> Int { index.code(of: group, place: place) }

  /// Adds rows whose keys are loaded; `members` has the key of the universe of each, which lie below
  /// `bound`.
  mutating func add(
    _ keys: RowKeys, _ rowMembers: [Int32], below bound: Int, skipping none: Int32?
  ) {
    var entries = keys.entries(Array(keys.codes.indices))
    if let none { entries = entries.leavingOut { rowMembers[$0] == none } }
    index.number(
      entries.codes, below: keys.bounds, rowCount: entries.count, into: &numbersOfRows)
    members.grow(to: index.count, with: [])
    let groups = numbersOfRows
    let membersOfEntries = entries.rows.map { rowMembers.selecting($0) } ?? rowMembers
    fresh.removeAll(keepingCapacity: true)
    seen.number(
      &numbersOfRows, membersOfEntries, below: (index.count, bound), fresh: &fresh)
    for entry in fresh { members[Int(groups[entry])].append(membersOfEntries[entry]) }
  }
}
