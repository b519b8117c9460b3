import Catalog
import LedgerModel
import QueryPlan
import Text

extension ExpressionCompiler {
  /// The condition as a test, without a value in between. A `bool?` that is none does not hold.
  func predicate(_ expression: PlanExpression) throws -> Predicate {
    let test = try condition(expression)
    guard expression.isConstant, let holds = try? test(RowCursor([])) else { return test }
    return { _ in holds }
  }

  func condition(_ expression: PlanExpression) throws -> Predicate {
    switch expression.kind {
    case .not(let operand):
      let operand = try predicate(operand)
      return { try !operand($0) }
    case .and(let left, let right):
      let (left, right) = (try predicate(left), try predicate(right))
      return { try left($0) && right($0) }
    case .or(let left, let right):
      let (left, right) = (try predicate(left), try predicate(right))
      return { try left($0) || right($0) }
    case .isNone(let operand):
      let operand = try evaluator(operand)
      return { try operand($0).isNone }
    case .isTrue(let operand): return try truth(operand)
    case .compare(let comparison, let left, let right):
      return try compare(comparison, left, right)
    case .between(let value, let lower, let upper): return try between(value, lower, upper)
    case .contained(let value, let container): return try contained(value, in: container)
    case .resembles(let text, let words): return try resembles(text, words)
    case .matches(let text, let pattern):
      return try matches(text, pattern: pattern, origin: expression.origin)
    default: return try truth(expression)
    }
  }

  private func truth(_ operand: PlanExpression) throws -> Predicate {
    let operand = try evaluator(operand)
    return { if case .bool(true) = try operand($0) { true } else { false } }
  }

  private func compare(
    _ comparison: Comparison, _ left: PlanExpression, _ right: PlanExpression
  ) throws -> Predicate {
    let test = comparisonTest(comparison, left.type, right.type)
    let (left, right) = (try evaluator(left), try evaluator(right))
    return { test(try left($0), try right($0)) }
  }

  /// Both bounds included; of a coarse date its whole.
  private func between(
    _ value: PlanExpression, _ lower: PlanExpression, _ upper: PlanExpression
  ) throws -> Predicate {
    let fromLower = comparisonTest(.greaterOrEqual, value.type, lower.type)
    let toUpper = comparisonTest(.lessOrEqual, value.type, upper.type)
    let (value, lower, upper) = (try evaluator(value), try evaluator(lower), try evaluator(upper))
    return {
      let value = try value($0)
      return try fromLower(value, lower($0)) && toUpper(value, upper($0))
    }
  }

  /// Membership in a set or a period. A constant set is hashed once.
  private func contained(
    _ value: PlanExpression, in container: PlanExpression
  ) throws -> Predicate {
    let (value, zone) = (try evaluator(value), run.calendar.zone)
    if container.isConstant, case .set(let elements) = try? constant(container) {
      let known = Set(elements.map(\.canonical))
      return { known.contains(try value($0).canonical) }
    }
    let container = try evaluator(container)
    return {
      let value = try value($0)
      return switch try container($0) {
      case .set(let elements): elements.contains { $0.isEqual(to: value) }
      case .period(let period): period.holds(value, in: zone)
      default: false
      }
    }
  }

  private func resembles(_ text: PlanExpression, _ words: PlanExpression) throws -> Predicate {
    let text = try evaluator(text)
    if words.isConstant, let words = try? constant(words) {
      guard let words = words.text else { return { _ in false } }
      let matcher = LooseMatcher(words)
      return { try text($0).text.map { matcher.matches($0) } ?? false }
    }
    let words = try evaluator(words)
    return {
      guard let text = try text($0).text, let words = try words($0).text else { return false }
      return LooseMatcher(words).matches(text)
    }
  }

  /// True when the pattern is found anywhere in the text.
  private func matches(
    _ text: PlanExpression, pattern: String, origin: Range<Int>?
  ) throws -> Predicate {
    guard let regex = try? Regex(pattern) else {
      throw ExecutionError.invalidPattern(pattern, origin: origin)
    }
    let text = try evaluator(text)
    return {
      guard let text = try text($0).text else { return false }
      return try regex.firstMatch(in: text) != nil
    }
  }
}

extension ExpressionCompiler {
  /// A comparison of two values of these types. Order comparisons are false for none; a point in
  /// time against a period compares with its first or its last instant.
  private func comparisonTest(
    _ comparison: Comparison, _ left: ValueType, _ right: ValueType
  ) -> (Value, Value) -> Bool {
    let zone = run.calendar.zone
    switch (left.wrapped == .period, right.wrapped == .period) {
    case (false, true) where left.wrapped != .none:
      return { point, period in comparison.holds(point, coarse: period, in: zone) }
    case (true, false) where right.wrapped != .none:
      return { period, point in comparison.mirrored.holds(point, coarse: period, in: zone) }
    default: break
    }
    switch comparison {
    case .equal: return { $0.isEqual(to: $1) }
    case .notEqual: return { !$0.isEqual(to: $1) }
    default: break
    }
    let order = run.order(of: left.wrapped == .none ? right : left)
    return {
      $0.isNone || $1.isNone ? false : comparison.accepts(order.compare($0, $1))
    }
  }
}

extension Comparison {
  fileprivate func accepts(_ precedence: Precedence) -> Bool {
    switch self {
    case .equal: precedence == .same
    case .notEqual: precedence != .same
    case .less: precedence == .before
    case .lessOrEqual: precedence != .after
    case .greater: precedence == .after
    case .greaterOrEqual: precedence != .before
    }
  }

  var mirrored: Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  /// `t < P` is before its start, `t <= P` before its end, `t > P` at its end or later, `t >= P` at
  /// its start or later; equal means inside.
  fileprivate func holds(_ point: Value, coarse period: Value, in zone: CivilZone) -> Bool {
    guard case .period(let period) = period, let instant = point.firstInstant(in: zone) else {
      return self == .notEqual && !(point.isNone && period.isNone)
    }
    let isBeforeEnd = period.end.map { instant < $0 } ?? true
    return switch self {
    case .equal: period.contains(instant)
    case .notEqual: !period.contains(instant)
    case .less: instant < period.start
    case .lessOrEqual: isBeforeEnd
    case .greater: !isBeforeEnd
    case .greaterOrEqual: instant >= period.start
    }
  }
}

extension Period {
  /// Whether a point in time, or a whole other period, lies inside.
  fileprivate func holds(_ value: Value, in zone: CivilZone) -> Bool {
    if case .period(let inner) = value {
      guard inner.start >= start else { return false }
      guard let end else { return true }
      return inner.end.map { $0 <= end } ?? false
    }
    return value.firstInstant(in: zone).map(contains) ?? false
  }
}

extension Value {
  /// The characters of a text, of a word or of an identifier.
  var text: String? {
    switch self {
    case .string(let text), .symbol(let text), .entity(let text): text
    default: nil
    }
  }
}
