/// Durations in words: the two largest units that say something, `1 d 15 h`, `9 h`, `25 min`.
package enum DurationText {
  private static let units: [(seconds: Int64, name: String)] = [
    (86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"),
  ]

  /// Exact to the second below a minute; above, the two leading units, the rest cut off (shown
  /// values are for people, machine-readable forms carry every microsecond).
  package static func words(_ span: TimeSpan) -> String {
    let sign = span.microseconds < 0 ? "−" : ""
    let magnitude = span.microseconds.magnitude
    var rest = Int64(clamping: magnitude / 1_000_000)
    guard rest > 0 else { return magnitude == 0 ? "0" : sign + "\(magnitude) µs" }
    var parts: [String] = []
    for (index, unit) in units.enumerated() where rest >= unit.seconds && parts.count < 2 {
      parts.append("\(rest / unit.seconds) \(unit.name)")
      rest %= unit.seconds
      if parts.count == 1, index + 1 < units.count, rest < units[index + 1].seconds { break }
    }
    return sign + parts.joined(separator: " ")
  }

  package static func words(_ span: CalendarSpan) -> String {
    let unit =
      switch span.unit {
      case .workingDay: "wd"
      case .month: "mo"
      case .quarter: "q"
      case .year: "y"
      }
    return "\(span.count) \(unit)"
  }
}
