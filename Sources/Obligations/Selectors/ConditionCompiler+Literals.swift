import Diagnostics
import LedgerModel
import QuerySyntax

extension ConditionCompiler {
  /// A literal as a value; dates become the period that they name, in the campaign's zone.
  func value(of literal: LiteralValue, at span: SourceSpan) throws(RuleError) -> Value {
    switch literal {
    case .integer(let number): return .integer(number)
    case .string(let text): return .string(text)
    case .boolean(let flag): return .bool(flag)
    case .none: return .none
    case .decimal(let number):
      guard (0...18).contains(number.scale) else { break }
      return .decimal(ExactDecimal(mantissa: number.coefficient, scale: UInt8(number.scale)))
    case .duration(let length):
      if case .exact(let exact)? = TimeLength(count: length.count, unit: length.unit.rawValue) {
        return .duration(exact)
      }
    case .date(let date):
      if let period = period(date) { return .period(period) }
    case .period(let first, let last):
      if let start = period(first), let end = period(last) {
        return .period(Period(start: start.start, end: end.end))
      }
    case .percent, .position: break
    }
    throw RuleError("this value cannot stand in a duty's rule", at: span)
  }

  private func period(_ date: DateLiteral) -> Period? {
    let coarse: CoarseDate
    switch date {
    case .year(let year): coarse = .year(year)
    case .quarter(let year, let quarter): coarse = .quarter(year: year, quarter: quarter)
    case .month(let year, let month): coarse = .month(year: year, month: month)
    case .week(let year, let week):
      guard let monday = Day(isoYear: year, week: week) else { return nil }
      coarse = .week(monday: monday)
    case .day(let year, let month, let day):
      guard let day = Day(year: year, month: month, day: day) else { return nil }
      coarse = .day(day)
    case .instant(let time):
      return instant(time).map { Period(start: $0, end: $0) }
    }
    return coarse.period(in: zone)
  }

  private func instant(_ literal: InstantLiteral) -> Instant? {
    guard let day = Day(year: literal.year, month: literal.month, day: literal.day) else {
      return nil
    }
    let seconds = Int64(literal.hour) * 3_600 + Int64(literal.minute) * 60 + Int64(literal.second)
    let local = seconds * 1_000_000 + Int64(literal.microsecond)
    let place = literal.offsetMinutes.flatMap { CivilZone(offsetSeconds: $0 * 60) } ?? zone
    return place.instant(of: day, microsecondOfDay: local)
  }
}
