import Columns
import LedgerModel
import TestSupport

/// Seeded runs of values as columns hold them: of one kind, with nones, mixed, repeating or not.
struct RandomColumns {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// A run of values of one randomly chosen character.
  mutating func values(_ count: Int) -> [Value] {
    let character = Int.random(in: 0..<12, using: &random)
    let spread = Int.random(in: 1...40, using: &random)
    let noneShare = [0, 0, 3, 10].randomElement(using: &random) ?? 0
    return (0..<count).map { _ in
      if Int.random(in: 0..<10, using: &random) < noneShare { return .none }
      return value(character, Int.random(in: 0..<spread, using: &random))
    }
  }

  private mutating func value(_ character: Int, _ number: Int) -> Value {
    switch character {
    case 0: .string("text \(number)")
    case 1: .entity("unit-\(number)")
    case 2: .symbol("case\(number % 3)")
    case 3: .string("đơn vị số \(UInt64.random(in: 0...UInt64.max, using: &random))")
    case 4: .bool(number % 2 == 0)
    case 5: .integer(Int64(number) &* [1, -7, 1 << 40, Int64.max / 41][number % 4])
    case 6: .instant(Instant(microseconds: 1_628_000_000_000_000 + Int64(number) * 60_000_000))
    case 7: number % 5 == 0 ? .date(Day(number: Int32(number))) : .instant(Instant(microseconds: 5))
    case 8: .decimal(ExactDecimal(mantissa: Int64(number), scale: UInt8(number % 2)))
    case 9: .set((0..<(number % 4)).map { .string("C\($0)") })
    case 10: .record(["a": .integer(Int64(number)), "b": .none])
    default: mixed(number)
    }
  }

  private func mixed(_ number: Int) -> Value {
    switch number % 7 {
    case 0: .string("a")
    case 1: .entity("a")
    case 2: .position(Position(UInt64(number)))
    case 3: Ratio(Int128(number), 7).map { .ratio($0) } ?? .none
    case 4: .period(Period(start: Instant(microseconds: 1), end: nil))
    case 5: .calendarDuration(CalendarSpan(count: 3, unit: .workingDay))
    default: .duration(TimeSpan(microseconds: Int64(number)))
    }
  }
}

/// Values told apart by their bytes, which `==` does not do for decimals and composed letters.
func identical(_ left: [Value], _ right: [Value]) -> Bool {
  left.map(ValueCoding.bytes) == right.map(ValueCoding.bytes)
}
