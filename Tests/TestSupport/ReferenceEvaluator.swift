import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import Text

/// The value of an expression for one row.
struct Evaluator {
  let world: any QueryWorld
  let reading: Reading
  /// Columns of the rows that a stage looks at.
  let columns: [PlanColumn]

  func holds(_ expression: PlanExpression, _ row: [Value]) throws -> Bool {
    try value(expression, row) == .bool(true)
  }

  func value(_ expression: PlanExpression, _ row: [Value]) throws -> Value {
    func of(_ inner: PlanExpression) throws -> Value { try value(inner, row) }
    switch expression.kind {
    case .constant(let value): return value
    case .column(let index): return row[index]
    case .now: return .instant(reading.clock)
    case .today: return .date(world.calendar.zone.day(of: reading.clock))
    case .head: return .position(reading.position)
    case .negate(let inner): return arithmetic(.subtract, .integer(0), try of(inner), inner.type)
    case .not(let inner): return .bool(try !holds(inner, row))
    case .and(let left, let right): return .bool(try holds(left, row) && holds(right, row))
    case .or(let left, let right): return .bool(try holds(left, row) || holds(right, row))
    case .arithmetic(let operation, let left, let right):
      return arithmetic(operation, try of(left), try of(right), expression.type)
    case .compare(let comparison, let left, let right):
      return .bool(compare(try of(left), comparison, try of(right), left.type))
    case .resembles(let left, let right):
      guard case .string(let text) = try of(left), case .string(let words) = try of(right) else {
        return .bool(false)
      }
      return .bool(searchKey(text).contains(searchKey(words)) || searchKey(words).isEmpty)
    case .matches(let inner, let pattern):
      guard case .string(let text) = try of(inner) else { return .bool(false) }
      return .bool(try text.contains(Regex(pattern)))
    case .isNone(let inner): return .bool(try of(inner).isNone)
    case .coalesce(let left, let right):
      let first = try of(left)
      return first.isNone ? try of(right) : first
    case .conditional(let condition, let then, let otherwise):
      return try holds(condition, row) ? of(then) : of(otherwise)
    case .contained(let element, let set): return .bool(contains(try of(set), try of(element)))
    case .between(let middle, let lower, let upper):
      let (own, low, high) = try (of(middle), of(lower), of(upper))
      return .bool(
        compare(own, .greaterOrEqual, low, middle.type)
          && compare(own, .lessOrEqual, high, middle.type))
    case .set(let elements): return try set(elements.map(of), expression.type)
    case .isTrue(let inner): return .bool(try holds(inner, row))
    case .lookup(let base, let source, let column, let campaign):
      guard let key = try of(base).identifier else { return .none }
      return try world.lookup(
        source: source, column: column, key: key, campaign: campaign.map(of)?.identifier,
        reading: reading)
    case .field(let base, let name):
      guard case .record(let fields) = try of(base) else { return .none }
      return fields[name] ?? .none
    case .periodBound(let base, let isStart):
      guard let period = try of(base).period else { return .none }
      return isStart ? .instant(period.start) : period.end.map { .instant($0) } ?? .none
    case .call(let function, let arguments): return try call(function, arguments.map(of))
    case .tree(let function, let unit, let day):
      guard let id = try of(unit).identifier else { return function.answerForNobody }
      var asked: Day?
      if let day, case .date(let own) = try of(day) { asked = own }
      return answer(function, id, try world.tree(reading: reading, day: asked))
    }
  }

  /// Distinct elements in order.
  private func set(_ elements: [Value], _ type: ValueType) -> Value {
    guard case .set(let element) = type.wrapped else { return .none }
    var distinct: [Value] = []
    for value in elements.sorted(by: { precedes($0, $1, element) }) where distinct.last != value {
      distinct.append(value)
    }
    return .set(distinct)
  }

  /// Total for equality; an order is false when a side is none.
  private func compare(
    _ left: Value, _ comparison: Comparison, _ right: Value, _ type: ValueType
  ) -> Bool {
    switch comparison {
    case .equal: return left == right
    case .notEqual: return left != right
    default: break
    }
    if left.isNone || right.isNone { return false }
    return switch comparison {
    case .less: precedes(left, right, type)
    case .greater: precedes(right, left, type)
    case .lessOrEqual: !precedes(right, left, type)
    default: !precedes(left, right, type)
    }
  }

  /// Ascending order of one type; none comes last.
  func precedes(_ left: Value, _ right: Value, _ type: ValueType) -> Bool {
    switch (left, right) {
    case (.none, _): false
    case (_, .none): true
    case (.bool(let a), .bool(let b)): !a && b
    case (.integer(let a), .integer(let b)): a < b
    case (.decimal(let a), .decimal(let b)): a < b
    case (.ratio(let a), .ratio(let b)): a < b
    case (.string(let a), .string(let b)), (.entity(let a), .entity(let b)):
      CollationKey(a) < CollationKey(b)
    case (.symbol(let a), .symbol(let b)): rank(a, type) < rank(b, type)
    case (.date(let a), .date(let b)): a < b
    case (.instant(let a), .instant(let b)): a < b
    case (.duration(let a), .duration(let b)): a < b
    case (.period(let a), .period(let b)): a.start < b.start
    case (.position(let a), .position(let b)): a < b
    case (.set(let a), .set(let b)): precede(a, b, type)
    default: false
    }
  }

  /// Sets element by element, the shorter one first.
  private func precede(_ left: [Value], _ right: [Value], _ type: ValueType) -> Bool {
    guard case .set(let element) = type.wrapped else { return false }
    for (a, b) in zip(left, right) where a != b { return precedes(a, b, element) }
    return left.count < right.count
  }

  private func rank(_ name: String, _ type: ValueType) -> Int {
    if case .enumeration(let cases) = type.wrapped { return cases.rank(of: name) ?? -1 }
    return world.levels.firstIndex(of: name) ?? -1
  }

  /// Stable, each key in its direction, none last in both.
  func sorted(_ rows: [[Value]], by keys: [SortKey]) throws -> [[Value]] {
    let keyed = try rows.map { row in (row, try keys.map { try value($0.expression, row) }) }
    return keyed.enumerated().sorted { first, second in
      for (index, key) in keys.enumerated() {
        let (a, b) = (first.element.1[index], second.element.1[index])
        if precedes(a, b, key.expression.type) { return a.isNone || b.isNone || !key.isDescending }
        if precedes(b, a, key.expression.type) { return !a.isNone && !b.isNone && key.isDescending }
      }
      return first.offset < second.offset
    }.map(\.element.0)
  }

  /// Numbers of rows in the order of their times and positions, or as they stand without those.
  func inTime(_ numbers: [Int], of rows: [[Value]]) -> [Int] {
    let order = ["%at", "%seq"].compactMap { name in columns.firstIndex { $0.name == name } }
    return numbers.sorted { first, second in
      for column in order where rows[first][column] != rows[second][column] {
        return precedes(rows[first][column], rows[second][column], columns[column].type)
      }
      return first < second
    }
  }

  func contains(_ whole: Value, _ part: Value) -> Bool {
    switch (whole, part) {
    case (.set(let elements), _): elements.contains(part) && !part.isNone
    case (.period(let period), .instant(let instant)): period.contains(instant)
    default: false
    }
  }

  func span(_ start: Value?, _ end: Value?) -> TimeSpan? {
    guard case .instant(let a) = start, case .instant(let b) = end else { return nil }
    return TimeSpan(microseconds: b.microseconds - a.microseconds)
  }

  private func answer(_ function: TreeFunction, _ unit: String, _ tree: any UnitTree) -> Value {
    let place = tree.place(of: unit)
    return switch function {
    case .isUnder(let root): .bool(place.map { tree.isUnder($0, root: root) } ?? false)
    case .isBelow(let root):
      .bool(place.map { $0 != root && tree.isUnder($0, root: root) } ?? false)
    case .isAtLevel(let levels):
      .bool(place.flatMap(tree.level).map(levels.contains) ?? false)
    case .ancestor(let level):
      place.flatMap { tree.ancestor(of: $0, level: level) }.map { .entity($0) } ?? .none
    case .level: place.flatMap(tree.level).map { .symbol($0) } ?? .none
    case .successor: tree.successor(of: unit).map { .entity($0) } ?? .none
    case .depth: place.flatMap(tree.depth).map { .integer(Int64($0)) } ?? .none
    case .path: place.flatMap(tree.path).map { .string($0) } ?? .none
    }
  }
}

extension TreeFunction {
  /// What is said of a row without a unit: no to a question, none for a value.
  fileprivate var answerForNobody: Value {
    switch self {
    case .isUnder, .isBelow, .isAtLevel: .bool(false)
    default: .none
    }
  }
}
