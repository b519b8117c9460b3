import LedgerModel

/// Rows as text that a person can check: `none` is `·`, times are local to the campaign.
enum RowText {
  static func line(_ values: [Value]) -> String {
    values.map { text($0) }.joined(separator: " | ")
  }

  static func text(_ value: Value) -> String {
    switch value {
    case .none: "·"
    case .bool(let flag): flag ? "yes" : "no"
    case .integer(let number): String(number)
    case .decimal(let number): number.description
    case .ratio(let ratio): "\(ratio.numerator)/\(ratio.denominator)"
    case .string(let text), .entity(let text): text.isEmpty ? "\"\"" : text
    case .symbol(let text): ".\(text)"
    case .date(let day): date(day.number)
    case .instant(let instant): local(instant)
    case .duration(let span): "\(span.microseconds / 60_000_000)m"
    case .calendarDuration(let span): "\(span.count)\(span.unit.rawValue)"
    case .period(let period): "\(local(period.start))..\(period.end.map(local) ?? "")"
    case .position(let position): "#\(position.number)"
    case .set(let elements): "{\(elements.map { text($0) }.joined(separator: ","))}"
    case .record(let fields):
      "{\(fields.sorted { $0.key < $1.key }.map { "\($0.key)=\(text($0.value))" }.joined(separator: ","))}"
    }
  }

  private static func local(_ instant: Instant) -> String {
    let shifted = instant.microseconds + 7 * 3_600_000_000
    let (days, rest) = shifted.quotientAndRemainder(dividingBy: 86_400_000_000)
    let minutes = rest / 60_000_000
    return "\(date(Int32(days))) \(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// Month and day of 2021; other years in full days.
  private static func date(_ number: Int32) -> String {
    var rest = number - 18_628
    guard (0..<365).contains(rest) else { return "day \(number)" }
    let lengths: [Int32] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var month: Int64 = 1
    for length in lengths {
      if rest < length { break }
      rest -= length
      month += 1
    }
    return "\(two(month))-\(two(Int64(rest) + 1))"
  }

  private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
