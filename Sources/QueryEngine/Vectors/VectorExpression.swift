import Columns
import LedgerModel
import QueryPlan

/// A compiled expression that yields the values of a whole batch: the column itself, a constant,
/// looked up where the expression could be lifted over dictionaries, else computed row by row.
struct VectorExpression {
  private enum Form {
    case column(Int)
    case constant(Value)
    case lifted(Lift)
    case period(PeriodLift)
    case rows
  }

  private let form: Form
  private let evaluator: Evaluator

  /// One value per row of the batch, in their order. Throws what computing one throws.
  func values(of batch: RowBatch) throws -> Vector {
    switch form {
    case .column(let index): return batch.vector(index)
    case .constant(let value): return Vector(.constant(value), rows: batch.rows)
    case .lifted(let lift):
      if let values = try lift.values(of: batch) { return values }
    case .period(let lift):
      if let values = try lift.values(of: batch) { return values }
    case .rows: break
    }
    return try computed(batch)
  }

  private func computed(_ batch: RowBatch) throws -> Vector {
    var cursor = RowCursor(batch.columns)
    var values: [Value] = []
    values.reserveCapacity(batch.rows.count)
    for row in batch.rows {
      cursor.row = Int(row)
      values.append(try evaluator(cursor))
    }
    return Vector(.values(values), rowCount: values.count)
  }
}

extension ExpressionCompiler {
  /// The expression over whole batches.
  func vector(_ expression: PlanExpression) throws -> VectorExpression {
    VectorExpression(expression, evaluator: try evaluator(expression))
  }
}

extension VectorExpression {
  fileprivate init(_ expression: PlanExpression, evaluator: @escaping Evaluator) {
    self.evaluator = evaluator
    if case .column(let index) = expression.kind {
      form = .column(index)
    } else if expression.isConstant {
      form = (try? evaluator(RowCursor([]))).map { .constant($0) } ?? .rows
    } else if let column = expression.periodColumn {
      form = .period(PeriodLift(evaluator, column: column))
    } else {
      let columns = Set<Int>().union(readBy: [expression]).sorted()
      form =
        (1...2).contains(columns.count) ? .lifted(Lift(evaluator, columns: columns)) : .rows
    }
  }
}

extension PlanExpression {
  /// The column of which the expression is the day, week, month or quarter.
  fileprivate var periodColumn: Int? {
    guard case .call(let function, let arguments) = kind, arguments.count == 1,
      case .column(let column) = arguments[0].kind
    else { return nil }
    switch function {
    case .day, .week, .month, .quarter: return column
    case .bin, .workdays, .worktime, .period, .round, .lower, .fold, .len: return nil
    }
  }
}
