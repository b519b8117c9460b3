import Diagnostics
import LedgerModel
import Projections
import QuerySyntax
import Text

/// Turns an expression of a duty's rule into a closure over rows of one kind, once per rule.
///
/// The subset is that of selectors and `met_by`: no clock, no parameters, no aggregates. Logic has
/// two values, and a comparison with none is false but for equality.
struct ConditionCompiler<Row> {
  typealias Reader = (Row) -> Value
  typealias Test = (Row) -> Bool

  /// In which days are read that stand beside instants.
  let zone: CivilZone
  /// The value behind a name, dotted parts separate; none for a name that the row does not have.
  let column: ([String]) -> Reader?
  /// Functions besides `len`, `lower` and `fold`.
  let function: (String, [Reader], [ExpressionSyntax]) -> Reader?

  private var comparison: Comparison { Comparison(zone: zone) }

  func test(_ expression: ExpressionSyntax) throws(RuleError) -> Test {
    switch expression.kind {
    case .parenthesized(let inner): return try test(inner)
    case .not(let inner):
      let inner = try test(inner)
      return { !inner($0) }
    case .binary(let left, let operation, let right):
      return try binaryTest(left, operation, right)
    case .membership(let element, let set, let isNegated):
      let comparison = comparison
      let (element, set) = (try reader(element), try reader(set))
      return { comparison.isMember(element($0), of: set($0)) != isNegated }
    case .noneTest(let inner, let isNegated):
      let inner = try reader(inner)
      return { inner($0).isNone != isNegated }
    case .between(let value, let low, let high, let isNegated):
      let comparison = comparison
      let (value, low, high) = (try reader(value), try reader(low), try reader(high))
      return { row in
        let inside =
          comparison.holds(.greaterOrEqual, value(row), low(row))
          && comparison.holds(.lessOrEqual, value(row), high(row))
        return inside != isNegated
      }
    default:
      let value = try reader(expression)
      return { value($0) == .bool(true) }
    }
  }

  private func binaryTest(
    _ left: ExpressionSyntax, _ operation: OperatorSyntax, _ right: ExpressionSyntax
  ) throws(RuleError) -> Test {
    switch operation.kind {
    case .and:
      let (left, right) = (try test(left), try test(right))
      return { left($0) && right($0) }
    case .or:
      let (left, right) = (try test(left), try test(right))
      return { left($0) || right($0) }
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .resembles, .differs:
      let (left, right) = (try reader(left), try reader(right))
      let (comparison, kind) = (comparison, operation.kind)
      return { comparison.holds(kind, left($0), right($0)) }
    case .otherwise, .add, .subtract, .multiply, .divide:
      throw RuleError("a condition is wanted here", at: operation.span)
    }
  }

  func reader(_ expression: ExpressionSyntax) throws(RuleError) -> Reader {
    switch expression.kind {
    case .parenthesized(let inner), .presence(let inner): return try reader(inner)
    case .literal(let literal):
      let value = try value(of: literal, at: expression.span)
      return { _ in value }
    case .enumCase(let name):
      let value = Value.symbol(name.text)
      return { _ in value }
    case .name, .member: return try named(expression)
    case .set(let elements): return try set(elements)
    case .call(let name, let arguments): return try call(name, arguments)
    case .conditional(let condition, let then, let otherwise):
      let condition = try test(condition)
      let (then, otherwise) = (try reader(then), try reader(otherwise))
      return { condition($0) ? then($0) : otherwise($0) }
    case .binary(let left, let operation, let right) where operation.kind == .otherwise:
      let (left, right) = (try reader(left), try reader(right))
      return { row in
        let value = left(row)
        return value.isNone ? right(row) : value
      }
    case .not, .binary, .membership, .noneTest, .between, .matches:
      let holds = try conditionReader(expression)
      return { .bool(holds($0)) }
    case .parameter, .negation, .invalid:
      throw RuleError("this cannot stand in a duty's rule", at: expression.span)
    }
  }

  private func conditionReader(_ expression: ExpressionSyntax) throws(RuleError) -> Test {
    if case .matches = expression.kind {
      throw RuleError("patterns cannot stand in a duty's rule", at: expression.span)
    }
    return try test(expression)
  }

  private func named(_ expression: ExpressionSyntax) throws(RuleError) -> Reader {
    guard let path = expression.path, let reader = column(path) else {
      throw RuleError("there is no such column or field", at: expression.span)
    }
    return reader
  }

  private func set(_ elements: [ExpressionSyntax]) throws(RuleError) -> Reader {
    var readers: [Reader] = []
    for element in elements { readers.append(try reader(element)) }
    return { row in .set(readers.map { $0(row) }) }
  }

  private func call(
    _ name: NameSyntax, _ arguments: ArgumentsSyntax
  ) throws(RuleError) -> Reader {
    let expressions = arguments.arguments.compactMap(\.value)
    var readers: [Reader] = []
    for expression in expressions { readers.append(try reader(expression)) }
    if let known = function(name.text, readers, expressions) { return known }
    guard let operand = readers.first, readers.count == 1 else {
      throw RuleError("there is no such function here", at: name.span)
    }
    switch name.text {
    case "lower": return { .string(operand($0).text?.lowercased()) }
    case "fold": return { .string(operand($0).text.map { Text.fold($0) }) }
    case "len": return { row in operand(row).length.map { .integer($0) } ?? .none }
    default: throw RuleError("there is no such function here", at: name.span)
    }
  }
}

extension ExpressionSyntax {
  /// `a.b.c` as its parts; none for anything but names and dots.
  var path: [String]? {
    switch kind {
    case .name(let name): return [name.text]
    case .member(let base, let name): return base.path.map { $0 + [name.text] }
    case .parenthesized(let inner): return inner.path
    default: return nil
    }
  }

  /// The parts joined by `and`, in reading order.
  var conjuncts: [ExpressionSyntax] {
    switch kind {
    case .parenthesized(let inner): return inner.conjuncts
    case .binary(let left, let operation, let right) where operation.kind == .and:
      return left.conjuncts + right.conjuncts
    default: return [self]
    }
  }

  /// True when some name in it begins with that word, as `holder`.
  func mentions(_ word: String) -> Bool {
    if path?.first == word { return true }
    return kind.children.contains { $0.mentions(word) }
  }
}

extension Value {
  /// Elements of a set, or characters of a text.
  fileprivate var length: Int64? {
    if case .set(let elements) = self { return Int64(elements.count) }
    return text.map { Int64($0.count) }
  }
}
