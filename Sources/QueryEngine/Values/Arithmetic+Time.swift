import Catalog
import LedgerModel
import QueryPlan

extension Arithmetic {
  /// Everything that has to do with time or with positions.
  func times(_ left: Value, _ right: Value) throws -> Value {
    switch (left, right) {
    case (.instant(let instant), .duration), (.instant(let instant), .calendarDuration):
      return .instant(try moved(instant, by: right))
    case (.date(let day), .duration), (.date(let day), .calendarDuration):
      return try moved(day, by: right)
    case (.duration, .instant(let instant)), (.calendarDuration, .instant(let instant)):
      guard operation == .add else { throw unexpected }
      return .instant(try moved(instant, by: left))
    case (.duration, .date(let day)), (.calendarDuration, .date(let day)):
      guard operation == .add else { throw unexpected }
      return try moved(day, by: left)
    case (.duration(let left), .duration(let right)): return try spans(left, right)
    case (.calendarDuration(let left), .calendarDuration(let right)):
      return try calendarSpans(left, right)
    case (.position(let left), _): return try positions(left, right)
    default: break
    }
    if operation == .subtract, let difference = difference(left, right) { return difference }
    return try scaled(left, right)
  }

  private func moved(_ instant: Instant, by length: Value) throws -> Instant {
    let result: Instant? =
      switch try signed(length) {
      case .duration(let span): instant.adding(span)
      case .calendarDuration(let span): calendar.adding(span, to: instant)
      default: nil
      }
    guard let result else { throw outOfRange }
    return result
  }

  private func moved(_ day: Day, by length: Value) throws -> Value {
    if type.wrapped == .instant {
      return .instant(try moved(calendar.zone.start(of: day), by: length))
    }
    let result: Day?
    switch try signed(length) {
    case .calendarDuration(let span): result = calendar.adding(span, to: day)
    case .duration(let span):
      // A day plus a part of a day is no day: the analysis types that as an instant.
      guard span.microseconds % TimeSpan.day.microseconds == 0 else { throw unexpected }
      result = day.adding(days: span.microseconds / TimeSpan.day.microseconds)
    default: throw unexpected
    }
    guard let result else { throw outOfRange }
    return .date(result)
  }

  /// The length as it is to be added: with the other sign for a subtraction.
  private func signed(_ length: Value) throws -> Value {
    switch operation {
    case .add: length
    case .subtract: try negated(length)
    case .multiply, .divide: throw unexpected
    }
  }

  /// The value with the other sign; none stays none.
  func negated(_ value: Value) throws -> Value {
    switch value {
    case .none: .none
    case .integer(let number): .integer(try opposite(number))
    case .decimal(let decimal):
      .decimal(ExactDecimal(mantissa: try opposite(decimal.mantissa), scale: decimal.scale))
    case .ratio(let ratio): .ratio(ratio.negated)
    case .duration(let span): .duration(TimeSpan(microseconds: try opposite(span.microseconds)))
    case .calendarDuration(let span):
      .calendarDuration(CalendarSpan(count: try opposite(span.count), unit: span.unit))
    default: throw unexpected
    }
  }

  private func opposite(_ number: Int64) throws -> Int64 {
    guard number != .min else { throw overflow }
    return -number
  }

  private func spans(_ left: TimeSpan, _ right: TimeSpan) throws -> Value {
    let (first, second) = (left.microseconds, right.microseconds)
    switch operation {
    case .multiply: throw unexpected
    case .divide: return Ratio(Int128(first), Int128(second)).map { .ratio($0.reduced) } ?? .none
    case .add, .subtract:
      let (result, didOverflow) =
        operation == .add
        ? first.addingReportingOverflow(second) : first.subtractingReportingOverflow(second)
      guard !didOverflow else { throw overflow }
      return .duration(TimeSpan(microseconds: result))
    }
  }

  private func calendarSpans(_ left: CalendarSpan, _ right: CalendarSpan) throws -> Value {
    guard left.unit == right.unit, operation == .add || operation == .subtract else {
      throw unexpected
    }
    let (count, didOverflow) =
      operation == .add
      ? left.count.addingReportingOverflow(right.count)
      : left.count.subtractingReportingOverflow(right.count)
    guard !didOverflow else { throw overflow }
    return .calendarDuration(CalendarSpan(count: count, unit: left.unit))
  }

  /// The length between two points in time; a date stands for its first instant.
  private func difference(_ left: Value, _ right: Value) -> Value? {
    if case .date(let left) = left, case .date(let right) = right {
      let days = left.days(since: right)
      if case .integer = type.wrapped { return .integer(days) }
      return .duration(TimeSpan(microseconds: days * TimeSpan.day.microseconds))
    }
    guard let first = left.firstInstant(in: calendar.zone),
      let second = right.firstInstant(in: calendar.zone)
    else { return nil }
    return .duration(first.span(since: second))
  }

  private func positions(_ left: Position, _ right: Value) throws -> Value {
    switch right {
    case .position(let right) where operation == .subtract:
      guard let first = Int64(exactly: left.number), let second = Int64(exactly: right.number)
      else { throw overflow }
      return .integer(first - second)
    case .integer(let count) where operation == .add || operation == .subtract:
      let moved = Int128(left.number) + (operation == .add ? Int128(count) : -Int128(count))
      guard let number = UInt64(exactly: moved) else { throw overflow }
      return .position(Position(number))
    default: throw unexpected
    }
  }

  /// A length times or divided by a number. Lengths are whole microseconds: a part of one is
  /// rounded, half away from zero.
  private func scaled(_ left: Value, _ right: Value) throws -> Value {
    let isLengthFirst = right.exactNumber != nil
    let (length, number) = isLengthFirst ? (left, right) : (right, left)
    guard operation == .multiply || operation == .divide && isLengthFirst,
      let factor = number.exactNumber
    else { throw unexpected }
    if operation == .divide, factor.numerator == 0 { return .none }
    switch length {
    case .duration(let span): return .duration(try scaled(span, by: factor))
    case .calendarDuration(let span):
      guard case .integer(let factor) = number, operation == .multiply else { throw unexpected }
      let (count, didOverflow) = span.count.multipliedReportingOverflow(by: factor)
      guard !didOverflow else { throw overflow }
      return .calendarDuration(CalendarSpan(count: count, unit: span.unit))
    default: throw unexpected
    }
  }

  private func scaled(_ span: TimeSpan, by factor: Ratio) throws -> TimeSpan {
    let length = Ratio(span.microseconds)
    let exact =
      operation == .multiply ? length.multiplied(by: factor) : length.divided(by: factor)
    guard let rounded = exact?.rounded, let microseconds = Int64(exactly: rounded) else {
      throw overflow
    }
    return TimeSpan(microseconds: microseconds)
  }
}

extension Value {
  /// The instant itself, or the first instant of a day; none for what is no point in time.
  func firstInstant(in zone: CivilZone) -> Instant? {
    switch self {
    case .instant(let instant): instant
    case .date(let day): zone.start(of: day)
    default: nil
    }
  }
}

extension Ratio {
  /// The nearest whole number, half away from zero.
  var rounded: Int128 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    // Not as `2 × remainder ≥ denominator`, because doubling could overflow.
    guard remainder.magnitude >= denominator.magnitude - remainder.magnitude else {
      return quotient
    }
    return quotient + (numerator < 0 ? -1 : 1)
  }
}
