import Catalog
import LedgerModel
import QueryPlan

// Short names for plan expressions.

func constant(_ value: Value, _ type: ValueType) -> PlanExpression {
  PlanExpression(.constant(value), type: type)
}

func constant(_ number: Int64) -> PlanExpression { constant(.integer(number), .integer(nil)) }

func compare(
  _ left: PlanExpression, _ comparison: Comparison, _ right: PlanExpression
) -> PlanExpression {
  PlanExpression(.compare(comparison, left, right), type: .bool)
}

func combine(
  _ left: PlanExpression, _ operation: ArithmeticOperation, _ right: PlanExpression,
  _ type: ValueType = .integer(nil)
) -> PlanExpression {
  PlanExpression(.arithmetic(operation, left, right), type: type, origin: 3..<7)
}

func call(
  _ function: ScalarFunction, _ arguments: [PlanExpression], _ type: ValueType
) -> PlanExpression {
  PlanExpression(.call(function, arguments), type: type)
}

func isNone(_ operand: PlanExpression) -> PlanExpression {
  PlanExpression(.isNone(operand), type: .bool)
}

func not(_ operand: PlanExpression) -> PlanExpression {
  PlanExpression(.not(operand), type: .bool)
}

func count(where predicate: PlanExpression? = nil) -> PlanAggregate {
  PlanAggregate(.count, predicate: predicate, type: .integer(nil))
}

func aggregate(
  _ function: PlanAggregate.Function, _ argument: PlanExpression,
  where predicate: PlanExpression? = nil, _ type: ValueType? = nil
) -> PlanAggregate {
  PlanAggregate(
    function, argument: argument, predicate: predicate, type: type ?? argument.type.optional)
}

/// Evaluates a constant expression by running it over one row.
func evaluate(_ expression: PlanExpression, in world: TinyWorld = TinyWorld()) throws -> Value? {
  var world = world
  world.sources["one"] = TinySource([("x", .integer(nil))], [[int(1)]])
  let query = Query.scan("one", of: world).select(("result", expression))
  return try query.rows(world).first?.first
}
