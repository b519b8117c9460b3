import Catalog

extension InvariantChecker {
  mutating func checkCondition(
    _ condition: PlanExpression, over columns: [PlanColumn], _ node: PlanNode
  ) {
    checkExpression(condition, over: columns, node)
    if condition.type != .bool { fail(node, "a condition is \(condition.type)") }
  }

  mutating func checkExpression(
    _ expression: PlanExpression, over columns: [PlanColumn], _ node: PlanNode
  ) {
    if expression.type == .unknown { fail(node, "an expression has no type") }
    for operand in expression.operands { checkExpression(operand, over: columns, node) }
    switch expression.kind {
    case .column(let index):
      guard columns.indices.contains(index) else {
        return fail(node, "column \(index) is out of range")
      }
      if !PlanInvariants.haveSameShape(expression.type, columns[index].type) {
        fail(node, "\(columns[index].name) is \(columns[index].type), read as \(expression.type)")
      }
    case .not(let inner): require(.bool, inner, node)
    case .and(let left, let right), .or(let left, let right):
      require(.bool, left, node)
      require(.bool, right, node)
    case .compare(_, let left, let right): requireSame(left, right, node)
    case .coalesce(let left, let right): requireSame(left, right, node)
    case .between(let value, let lower, let upper):
      requireSame(value, lower, node)
      requireSame(value, upper, node)
    case .conditional(let condition, let then, let otherwise):
      require(.bool, condition, node)
      requireSame(then, otherwise, node)
    case .tree(_, let unit, _): require(.entity(.unit), unit, node)
    default: break
    }
  }

  private mutating func require(
    _ type: ValueType, _ expression: PlanExpression, _ node: PlanNode
  ) {
    if expression.type.wrapped != type { fail(node, "\(expression.type) where \(type) is due") }
  }

  private mutating func requireSame(
    _ left: PlanExpression, _ right: PlanExpression, _ node: PlanNode
  ) {
    if !PlanInvariants.haveSameShape(left.type, right.type) {
      fail(node, "\(left.type) beside \(right.type)")
    }
  }
}
