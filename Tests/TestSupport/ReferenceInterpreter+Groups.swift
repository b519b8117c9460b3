import Catalog
import LedgerModel
import QueryEngine
import QueryPlan

/// A group of rows by their numbers in the input.
private struct Group {
  let keys: [Value]
  var rows: [Int] = []
  /// Put in by `fill`: counts are 0, everything else is none.
  var isFilled = false
}

extension ReferenceInterpreter {
  func summarize(
    _ node: PlanNode, _ input: [[Value]], _ grouping: Grouping, fill: Bool, total: Bool,
    _ eye: Evaluator
  ) throws -> [[Value]] {
    var groups: [Group] = []
    for (number, row) in input.enumerated() {
      for keys in try combinations(grouping.keys, row, eye) {
        let place = groups.firstIndex { $0.keys == keys } ?? groups.count
        if place == groups.count { groups.append(Group(keys: keys)) }
        groups[place].rows.append(number)
      }
    }
    if grouping.keys.isEmpty, groups.isEmpty { groups = [Group(keys: [])] }
    if fill { groups += try missing(in: groups, grouping.keys, node.reading, eye) }
    let types = grouping.keys.map(\.resultType)
    groups.sort { first, second in
      for (index, type) in types.enumerated() where first.keys[index] != second.keys[index] {
        return eye.precedes(first.keys[index], second.keys[index], type)
      }
      return false
    }
    let all = Group(
      keys: types.map { _ in .none }, rows: Array(input.indices))
    let shown = total ? groups + [all] : groups
    return try shown.enumerated().map { index, group in
      let isTotal = total && index == shown.count - 1
      let values = try grouping.aggregates.map { aggregate -> Value in
        if group.isFilled { return aggregate.function.isCount ? .integer(0) : .none }
        return try self.aggregate(aggregate, group.rows.map { input[$0] }, input, eye) { keys in
          if isTotal || keys.isEmpty { return input }
          let alike = groups.filter { other in
            keys.allSatisfy { other.keys[$0] == group.keys[$0] }
          }
          return Set(alike.flatMap(\.rows)).sorted().map { input[$0] }
        }
      }
      return try grouping.outputs.map { try eye.value($0.expression, group.keys + values) }
    }
  }

  /// The key values of a row; one combination per element where a key is `each`.
  private func combinations(
    _ keys: [PlanGroupKey], _ row: [Value], _ eye: Evaluator
  ) throws -> [[Value]] {
    try keys.reduce([[]]) { done, key in
      let value = try eye.value(key.expression, row)
      guard key.isEach else { return done.map { $0 + [value] } }
      guard case .set(let elements) = value else { return [] }
      return done.flatMap { start in elements.map { start + [$0] } }
    }
  }

  /// Groups without rows: every period between the first and the last, with the other keys seen.
  private func missing(
    in groups: [Group], _ keys: [PlanGroupKey], _ reading: ReadingRequest, _ eye: Evaluator
  ) throws -> [Group] {
    guard let place = keys.firstIndex(where: { $0.expression.type.wrapped == .period }),
      case .call(let function, let arguments) = keys[place].expression.kind
    else { return [] }
    func period(around instant: Instant) throws -> Value {
      let start = PlanExpression(.constant(.instant(instant)), type: .instant)
      return try eye.value(
        PlanExpression(.call(function, [start] + arguments.dropFirst()), type: .period), [])
    }
    var periods = groups.compactMap { $0.keys[place].period }
    if let over = try reading.over.map({ try eye.value($0, []) })?.period, let end = over.end {
      periods = [over.start, Instant(microseconds: end.microseconds - 1)].compactMap {
        try? period(around: $0).period
      }
    }
    guard var next = periods.map(\.start).min(), let last = periods.map(\.start).max() else {
      return []
    }
    let others: Set<[Value]> =
      keys.count == 1
      ? [[]]
      : Set(
        groups.map { group in
          group.keys.indices.filter { $0 != place }.map { group.keys[$0] }
        })
    var added: [Group] = []
    while next <= last, let current = try period(around: next).period, let end = current.end {
      for other in others {
        var combination = other
        combination.insert(.period(current), at: place)
        if !groups.contains(where: { $0.keys == combination }) {
          added.append(Group(keys: combination, isFilled: true))
        }
      }
      next = end
    }
    return added
  }

  func rollup(_ node: PlanNode, _ input: [[Value]], _ eye: Evaluator) throws -> [[Value]] {
    guard case .rollup(_, let grouping, let unit, _, let root, let level) = node.kind,
      grouping.keys.isEmpty
    else { return [] }
    let tree = try world.tree(reading: eye.reading, day: nil)
    let units = try input.map { try eye.value(unit, $0).identifier }
    let places = units.compactMap { $0.flatMap(tree.place) }
    // The lowest unit that holds all rows, when no root was asked for.
    func holdsAll(_ unit: String) -> Bool {
      places.allSatisfy { tree.isUnder($0, root: unit) }
    }
    var top = root ?? tree.roots.first
    while root == nil, !places.isEmpty, top.flatMap(tree.level) != level,
      let next = top.map(tree.children)?.first(where: holdsAll)
    {
      top = next
    }
    guard let top else { return [] }
    let homeless = input.indices.filter { units[$0].flatMap(tree.place) == nil }
    func line(_ name: Value, _ level: Value, _ depth: Int, own: [Int], whole: [Int]) throws
      -> [Value]
    {
      let values = try grouping.aggregates.map { aggregate in
        if case .own(let inner) = aggregate.function {
          return try self.aggregate(inner, own.map { input[$0] }, input, eye) { _ in input }
        }
        return try self.aggregate(aggregate, whole.map { input[$0] }, input, eye) { _ in input }
      }
      return try [name, level, .integer(Int64(depth))]
        + grouping.outputs.map { try eye.value($0.expression, values) }
    }
    var lines: [[Value]] = []
    func visit(_ node: String) throws {
      let own = input.indices.filter { units[$0].flatMap(tree.place) == node }
      let whole = input.indices.filter { index in
        guard let place = units[index].flatMap(tree.place) else { return node == top }
        return tree.isUnder(place, root: node)
      }
      let here = tree.level(of: node)
      lines.append(
        try line(
          .entity(node), here.map { .symbol($0) } ?? .none, tree.depth(of: node) ?? 0, own: own,
          whole: whole))
      if here != level { for child in tree.children(of: node) { try visit(child) } }
    }
    try visit(top)
    if !homeless.isEmpty {
      lines.append(
        try line(.none, .none, (tree.depth(of: top) ?? 0) + 1, own: homeless, whole: homeless))
    }
    return lines
  }

  /// Without order: a key reaches a step when it has a row there.
  func funnel(_ node: PlanNode, _ input: [[Value]], _ eye: Evaluator) throws -> [[Value]] {
    guard case .funnel(_, let key, let steps, let order, let each, let keys) = node.kind,
      order == nil
    else { return [] }
    let times = try steps.map { step -> [Value: Value] in
      var first: [Value: Value] = [:]
      for row in try run(step.input) where !row[step.key].isNone {
        let known = first[row[step.key]] ?? .none
        if known.isNone || eye.precedes(row[step.at], known, .instant) {
          first[row[step.key]] = row[step.at]
        }
      }
      return first
    }
    if each { return input.map { row in row + times.map { $0[row[key]] ?? .none } } }
    var groups: [Group] = []
    for (number, row) in input.enumerated() where !row[key].isNone {
      let values = try keys.map { try eye.value($0.expression, row) }
      let place = groups.firstIndex { $0.keys == values } ?? groups.count
      if place == groups.count { groups.append(Group(keys: values)) }
      groups[place].rows.append(number)
    }
    groups.sort { first, second in
      for (index, item) in keys.enumerated() where first.keys[index] != second.keys[index] {
        return eye.precedes(first.keys[index], second.keys[index], item.expression.type)
      }
      return false
    }
    return groups.flatMap { group -> [[Value]] in
      let universe = Set(group.rows.map { input[$0][key] })
      let reached = times.map { time in universe.filter { time[$0] != nil } }
      return steps.indices.map { index in
        let count = reached[index].count
        let before = index == 0 ? [] : reached[index].intersection(reached[index - 1])
        let gaps = before.compactMap { eye.span(times[index - 1][$0], times[index][$0]) }.sorted()
        return group.keys + [
          .string(steps[index].name), .integer(Int64(count)),
          Value.share(count, reached[0].count),
          index == 0 ? .none : Value.share(count, reached[index - 1].count),
          gaps.isEmpty ? .none : .duration(gaps[(gaps.count + 1) / 2 - 1]),
        ]
      }
    }
  }
}

extension PlanAggregate.Function {
  fileprivate var isCount: Bool { self == .count || self == .distinct }
}

extension PlanGroupKey {
  /// The type of one key value.
  fileprivate var resultType: ValueType {
    if isEach, case .set(let element) = expression.type.wrapped { return element }
    return expression.type
  }
}
