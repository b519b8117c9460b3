import Catalog

extension PlanExpression {
  /// The expressions directly below, in reading order.
  package var operands: [PlanExpression] {
    switch kind {
    case .constant, .column, .now, .today, .head: []
    case .negate(let inner), .not(let inner), .isNone(let inner), .isTrue(let inner),
      .matches(let inner, _), .field(let inner, _), .periodBound(let inner, _):
      [inner]
    case .and(let left, let right), .or(let left, let right), .arithmetic(_, let left, let right),
      .compare(_, let left, let right), .resembles(let left, let right),
      .coalesce(let left, let right), .contained(let left, let right):
      [left, right]
    case .between(let value, let lower, let upper): [value, lower, upper]
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .set(let elements), .call(_, let elements): elements
    case .lookup(let base, _, _, let campaign): [base] + (campaign.map { [$0] } ?? [])
    case .tree(_, let unit, let day): [unit] + (day.map { [$0] } ?? [])
    }
  }

  /// The same expression over other operands, given in the order of `operands`.
  package func replacingOperands(_ new: [PlanExpression]) -> PlanExpression {
    precondition(new.count == operands.count, "an expression keeps its number of operands")
    return PlanExpression(kind.replacingOperands(new), type: type, origin: origin)
  }

  /// The same expression with every column index put through `transform`.
  package func mappingColumns(_ transform: (Int) -> Int) -> PlanExpression {
    if case .column(let index) = kind {
      return PlanExpression(.column(transform(index)), type: type, origin: origin)
    }
    let below = operands
    guard !below.isEmpty else { return self }
    return replacingOperands(below.map { $0.mappingColumns(transform) })
  }

  /// Indexes of all columns it reads.
  package var columnsRead: Set<Int> {
    if case .column(let index) = kind { return [index] }
    return operands.reduce(into: []) { $0.formUnion($1.columnsRead) }
  }
}

extension PlanExpression.Kind {
  fileprivate func replacingOperands(_ new: [PlanExpression]) -> PlanExpression.Kind {
    switch self {
    case .constant, .column, .now, .today, .head: self
    case .negate: .negate(new[0])
    case .not: .not(new[0])
    case .isNone: .isNone(new[0])
    case .isTrue: .isTrue(new[0])
    case .matches(_, let pattern): .matches(new[0], pattern: pattern)
    case .field(_, let name): .field(new[0], name: name)
    case .periodBound(_, let isStart): .periodBound(new[0], isStart: isStart)
    case .and: .and(new[0], new[1])
    case .or: .or(new[0], new[1])
    case .arithmetic(let operation, _, _): .arithmetic(operation, new[0], new[1])
    case .compare(let comparison, _, _): .compare(comparison, new[0], new[1])
    case .resembles: .resembles(new[0], new[1])
    case .coalesce: .coalesce(new[0], new[1])
    case .contained: .contained(new[0], in: new[1])
    case .between: .between(new[0], lower: new[1], upper: new[2])
    case .conditional: .conditional(condition: new[0], then: new[1], otherwise: new[2])
    case .set: .set(new)
    case .call(let function, _): .call(function, new)
    case .lookup(_, let source, let column, _):
      .lookup(new[0], source: source, column: column, campaign: new.count > 1 ? new[1] : nil)
    case .tree(let function, _, _):
      .tree(function, new[0], day: new.count > 1 ? new[1] : nil)
    }
  }
}
