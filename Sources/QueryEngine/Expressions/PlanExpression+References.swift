import QueryPlan

extension PlanExpression {
  /// The expressions directly inside this one.
  var operands: [PlanExpression] {
    switch kind {
    case .constant, .column, .now, .today, .head: []
    case .negate(let operand), .not(let operand), .isNone(let operand), .isTrue(let operand),
      .matches(let operand, _), .field(let operand, _), .periodBound(let operand, _):
      [operand]
    case .and(let left, let right), .or(let left, let right), .arithmetic(_, let left, let right),
      .compare(_, let left, let right), .resembles(let left, let right),
      .coalesce(let left, let right), .contained(let left, let right):
      [left, right]
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .between(let value, let lower, let upper): [value, lower, upper]
    case .set(let elements), .call(_, let elements): elements
    case .lookup(let key, _, _, let campaign): [key] + (campaign.map { [$0] } ?? [])
    case .tree(_, let unit, let day): [unit] + (day.map { [$0] } ?? [])
    }
  }

  /// Adds the columns that the expression reads.
  func collectColumns(into columns: inout Set<Int>) {
    if case .column(let index) = kind { columns.insert(index) }
    for operand in operands { operand.collectColumns(into: &columns) }
  }

  /// True when the value is the same for every row of a run.
  var isConstant: Bool {
    switch kind {
    case .column, .lookup, .tree: false
    default: operands.allSatisfy(\.isConstant)
    }
  }

  /// True when some row could make it end the run with an error.
  var canFail: Bool {
    switch kind {
    case .arithmetic, .negate, .call, .matches, .lookup, .tree: true
    default: operands.contains(where: \.canFail)
    }
  }
}
