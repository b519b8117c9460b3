import Columns
import LedgerModel

/// `day`, `week`, `month` and `quarter` of an instant: zones move by quarter hours, so that a
/// quarter hour lies in one period, and its period is found once.
final class PeriodLift {
  private static let stepMicroseconds: Int64 = 900_000_000

  private let evaluator: Evaluator
  private let column: Int
  private var steps = NumberMap()
  private var periods = LiftedPeriods()
  private let dictionary = DictionaryNumber.fresh()

  /// `evaluator` yields the period that the instant in the column lies in.
  init(_ evaluator: @escaping Evaluator, column: Int) {
    self.evaluator = evaluator
    self.column = column
  }

  /// The periods of the batch's rows as codes; none for a column of another form.
  func values(of batch: RowBatch) throws -> Vector? {
    guard case .numbers(let numbers) = batch.columns[column], numbers.kind == .instant else {
      return nil
    }
    var codes = [UInt32](repeating: 0, count: batch.rows.count)
    for (place, row) in batch.rows.enumerated() {
      if let present = numbers.isPresent, present[Int(row)] == 0 { continue }
      let step = numbers.numbers[Int(row)].flooredQuotient(by: PeriodLift.stepMicroseconds)
      var code = steps.code(of: step)
      if code == NumberMap.unknown { code = try find(step, batch, row) }
      codes[place] = UInt32(bitPattern: code)
    }
    let column = CodedColumn(
      codes: .words(codes), values: periods.values, dictionary: dictionary)
    return Vector(.coded(column), rowCount: codes.count)
  }

  /// Remembers the period for the whole step where it covers that.
  private func find(_ step: Int64, _ batch: RowBatch, _ row: Int32) throws -> Int32 {
    let value = try evaluator(RowCursor(batch.columns, row: Int(row)))
    let code = periods.code(of: value)
    guard case .period(let period) = value, let end = period.end else { return code }
    let (start, overflow) = step.multipliedReportingOverflow(by: PeriodLift.stepMicroseconds)
    if !overflow, period.start.microseconds <= start,
      end.microseconds - PeriodLift.stepMicroseconds >= start
    {
      steps.insert(step, code: code)
    }
    return code
  }
}

/// The distinct periods that came up; code 0 is none.
private struct LiftedPeriods {
  private(set) var values: [Value] = [.none]
  private var codes: [Value: Int32] = [:]

  mutating func code(of value: Value) -> Int32 {
    if value.isNone { return 0 }
    if let known = codes[value] { return known }
    let code = Int32(values.count)
    codes[value] = code
    values.append(value)
    return code
  }
}

extension Int64 {
  /// The quotient rounded down, for a positive divisor.
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
