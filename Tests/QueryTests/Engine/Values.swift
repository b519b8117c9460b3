import LedgerModel
import Testing

// Short names for values, so that tests show tables and not constructors.

func int(_ number: Int64) -> Value { .integer(number) }
func text(_ text: String) -> Value { .string(text) }
func unit(_ id: String) -> Value { .entity(id) }
func word(_ word: String) -> Value { .symbol(word) }

/// A decimal as it is written.
func decimal(_ text: String) -> Value { ExactDecimal(text).map { .decimal($0) } ?? .none }

/// A ratio with its parts as given.
func ratio(_ numerator: Int128, _ denominator: Int128) -> Value {
  Ratio(numerator, denominator).map { .ratio($0) } ?? .none
}

func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
  Day(year: year, month: month, day: day) ?? .earliest
}

/// A local time in Viet Nam.
func instant(_ year: Int, _ month: Int, _ day: Int, hour: Int64 = 0, minute: Int64 = 0) -> Instant {
  let days = Int64(Day(year: year, month: month, day: day)?.number ?? 0)
  return Instant(microseconds: ((days * 24 + hour - 7) * 60 + minute) * 60_000_000)
}

func at(_ month: Int, _ day: Int, hour: Int64 = 0, minute: Int64 = 0) -> Value {
  .instant(instant(2021, month, day, hour: hour, minute: minute))
}

func hours(_ count: Int64) -> Value { .duration(TimeSpan(microseconds: count * 3_600_000_000)) }

/// Whole days of 2021, both inside.
func days(_ first: (Int, Int), through last: (Int, Int)) -> Value {
  let end = instant(2021, last.0, last.1).microseconds + TimeSpan.day.microseconds
  return .period(
    Period(start: instant(2021, first.0, first.1), end: Instant(microseconds: end)))
}

/// The parts of a ratio, because equality of ratios does not see them.
func parts(_ value: Value?) -> [Int128] {
  if case .ratio(let ratio)? = value { [ratio.numerator, ratio.denominator] } else { [] }
}
