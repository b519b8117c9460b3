import Catalog
import LedgerModel
import QueryPlan
import Text

extension ExpressionCompiler {
  /// Functions of one row. A none among the arguments makes the result none.
  func call(
    _ function: ScalarFunction, _ arguments: [PlanExpression], of expression: PlanExpression
  ) throws -> Evaluator {
    let evaluators = try arguments.map(evaluator)
    let call = FunctionCall(
      function: function, type: expression.type, calendar: run.calendar, origin: expression.origin)
    switch evaluators.count {
    case 1:
      let argument = evaluators[0]
      return {
        let value = try argument($0)
        return value.isNone ? .none : try call.apply(value)
      }
    case 2:
      let (first, second) = (evaluators[0], evaluators[1])
      return {
        let (left, right) = (try first($0), try second($0))
        return left.isNone || right.isNone ? .none : try call.apply(left, right)
      }
    default: throw call.unexpected
    }
  }
}

/// One call of a scalar function on values that are not none.
struct FunctionCall {
  let function: ScalarFunction
  let type: ValueType
  let calendar: CampaignCalendar
  let origin: Range<Int>?

  var unexpected: ExecutionError {
    .unexpectedValue(operation: function.rawValue, origin: origin)
  }

  func apply(_ value: Value) throws -> Value {
    switch function {
    case .day: try period(.day, value)
    case .week: try period(.week, value)
    case .month: try period(.month, value)
    case .quarter: try period(.quarter, value)
    case .lower: .string(try text(value).lowercased())
    case .fold: .string(Text.fold(try text(value)))
    case .len: try length(value)
    case .round: try rounded(value, places: 0)
    case .bin, .workdays, .worktime, .period: throw unexpected
    }
  }

  func apply(_ left: Value, _ right: Value) throws -> Value {
    switch function {
    case .bin: return try bin(left, width: right)
    case .round:
      guard case .integer(let places) = right, (0...18).contains(places) else { throw unexpected }
      return try rounded(left, places: Int(places))
    case .workdays:
      let (start, end) = (try instant(left), try instant(right))
      return .integer(calendar.workingDays(from: start, to: end))
    case .worktime:
      let (start, end) = (try instant(left), try instant(right))
      return .duration(calendar.workingTime(from: start, to: end))
    case .period:
      // A day given as the end is inside, as in `@2021-07-01..@2021-07-31`.
      if case .date(let last) = right {
        return .period(Period(start: try instant(left), end: calendar.zone.end(of: last)))
      }
      return .period(Period(start: try instant(left), end: try instant(right)))
    case .day, .week, .month, .quarter, .lower, .fold, .len: throw unexpected
    }
  }

  private func instant(_ value: Value) throws -> Instant {
    guard let instant = value.firstInstant(in: calendar.zone) else { throw unexpected }
    return instant
  }

  private func text(_ value: Value) throws -> String {
    guard let text = value.text else { throw unexpected }
    return text
  }

  private func period(_ unit: CalendarUnit, _ value: Value) throws -> Value {
    .period(calendar.zone.period(unit, of: try instant(value)))
  }

  private func bin(_ value: Value, width: Value) throws -> Value {
    let instant = try instant(value)
    switch width {
    case .duration(let span):
      return calendar.zone.bin(instant, width: span).map { .period($0) } ?? .none
    case .calendarDuration(CalendarSpan(count: 1, unit: .month)): return try period(.month, value)
    case .calendarDuration(CalendarSpan(count: 1, unit: .quarter)):
      return try period(.quarter, value)
    case .calendarDuration(CalendarSpan(count: 1, unit: .year)): return try period(.year, value)
    default: throw unexpected
    }
  }

  /// Characters of a text, elements of a set.
  private func length(_ value: Value) throws -> Value {
    if case .set(let elements) = value { return .integer(Int64(elements.count)) }
    return .integer(Int64(try text(value).count))
  }

  /// Half away from zero; a whole number where the result's type is one, else a decimal with that
  /// many digits behind the point.
  private func rounded(_ value: Value, places: Int) throws -> Value {
    guard let number = value.exactNumber else { throw unexpected }
    let power = Ratio(ExactDecimal(mantissa: 1, scale: UInt8(places)))
    guard let scaled = number.divided(by: power), let mantissa = Int64(exactly: scaled.rounded)
    else { throw ExecutionError.overflow(operation: function.rawValue, origin: origin) }
    if places == 0, case .integer = type.wrapped { return .integer(mantissa) }
    return .decimal(ExactDecimal(mantissa: mantissa, scale: UInt8(places)))
  }
}
