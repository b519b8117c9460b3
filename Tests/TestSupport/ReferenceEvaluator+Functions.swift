import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import Text

extension Evaluator {
  /// Exact; none passes through, a zero divisor gives none.
  func arithmetic(
    _ operation: ArithmeticOperation, _ left: Value, _ right: Value, _ type: ValueType
  ) -> Value {
    let calendar = world.calendar
    let sign: Int64 = operation == .subtract ? -1 : 1
    switch (left, right) {
    case (.instant(let a), .instant(let b)):
      return .duration(TimeSpan(microseconds: a.microseconds - b.microseconds))
    case (.date(let a), .date(let b)):
      return .duration(TimeSpan(microseconds: a.days(since: b) * TimeSpan.day.microseconds))
    case (.instant(let a), .duration(let b)), (.duration(let b), .instant(let a)):
      return .instant(Instant(microseconds: a.microseconds + sign * b.microseconds))
    case (.date(let a), .duration(let b)):
      let days = sign * b.microseconds / TimeSpan.day.microseconds
      return a.adding(days: days).map { .date($0) } ?? .none
    case (.instant(let a), .calendarDuration(let b)):
      let span = CalendarSpan(count: sign * b.count, unit: b.unit)
      return calendar.adding(span, to: a).map { .instant($0) } ?? .none
    case (.date(let a), .calendarDuration(let b)):
      let span = CalendarSpan(count: sign * b.count, unit: b.unit)
      return calendar.adding(span, to: a).map { .date($0) } ?? .none
    default: break
    }
    guard let a = left.number, let b = right.number else { return .none }
    let result: Ratio? =
      switch operation {
      case .add: a.adding(b)
      case .subtract: a.adding(b.negated)
      case .multiply: a.multiplied(by: b)
      case .divide: a.divided(by: b)
      }
    return result.map { $0.value(of: type.wrapped) } ?? .none
  }

  func call(_ function: ScalarFunction, _ arguments: [Value]) -> Value {
    let zone = world.calendar.zone
    if arguments.contains(where: \.isNone) { return .none }
    let instants = arguments.compactMap { $0.instant(in: zone) }
    switch (function, arguments.last) {
    case (.day, _): return .period(zone.period(.day, of: instants[0]))
    case (.week, _): return .period(zone.period(.week, of: instants[0]))
    case (.month, _): return .period(zone.period(.month, of: instants[0]))
    case (.quarter, _): return .period(zone.period(.quarter, of: instants[0]))
    case (.bin, .duration(let width)):
      return zone.bin(instants[0], width: width).map { .period($0) } ?? .none
    case (.workdays, _):
      return .integer(world.calendar.workingDays(from: instants[0], to: instants[1]))
    case (.worktime, _):
      return .duration(world.calendar.workingTime(from: instants[0], to: instants[1]))
    case (.period, _): return .period(Period(start: instants[0], end: instants[1]))
    case (.lower, .string(let text)): return .string(text.lowercased())
    case (.fold, .string(let text)): return .string(Text.fold(text))
    case (.len, .string(let text)): return .integer(Int64(text.count))
    case (.len, .set(let elements)): return .integer(Int64(elements.count))
    case (.round, .integer(let digits)): return rounded(arguments[0], Int(digits))
    default: return .none
    }
  }

  /// Half away from zero.
  private func rounded(_ value: Value, _ digits: Int) -> Value {
    guard let number = value.number, (0...18).contains(digits) else { return .none }
    let power = (0..<digits).reduce(Int128(1)) { result, _ in result * 10 }
    let top = number.numerator.magnitude * power.magnitude
    let bottom = number.denominator.magnitude
    let whole = Int64((top * 2 + bottom) / (bottom * 2))
    return .decimal(
      ExactDecimal(mantissa: number.numerator < 0 ? -whole : whole, scale: UInt8(digits)))
  }
}

extension Value {
  /// A number or an exact length as a ratio.
  fileprivate var number: Ratio? {
    switch self {
    case .integer(let value): Ratio(value)
    case .decimal(let value): Ratio(value)
    case .ratio(let value): value
    case .duration(let value): Ratio(value.microseconds)
    default: nil
    }
  }

  fileprivate func instant(in zone: CivilZone) -> Instant? {
    switch self {
    case .instant(let instant): instant
    case .date(let day): zone.start(of: day)
    default: nil
    }
  }
}

extension Ratio {
  /// The same number as a value of a type that can hold it.
  fileprivate func value(of type: ValueType) -> Value {
    let whole = reduced
    switch type {
    case .integer, .estimate: return .integer(Int64(whole.numerator / whole.denominator))
    case .duration:
      return .duration(TimeSpan(microseconds: Int64(whole.numerator / whole.denominator)))
    case .decimal:
      var (mantissa, scale, denominator) = (whole.numerator, UInt8(0), whole.denominator)
      while denominator > 1, scale < 18 {
        mantissa *= 10
        scale += 1
        if mantissa % denominator == 0 {
          mantissa /= denominator
          denominator = 1
        }
      }
      return .decimal(ExactDecimal(mantissa: Int64(mantissa), scale: scale))
    default: return .ratio(whole)
    }
  }
}
