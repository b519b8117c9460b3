/// A length of time as texts give it: exact, or one that needs a calendar.
package enum TimeLength: Sendable, Hashable {
  case exact(TimeSpan)
  case calendar(CalendarSpan)

  /// Reads `30s`, `15min`, `6h`, `2d`, `1w`, `1wd`, `2mo`, `1q`, `1y`; nil for other forms and for
  /// more microseconds than 64 bits hold.
  package init?(reading text: some StringProtocol) {
    let digits = text.prefix { ("0"..."9").contains($0) }
    guard let count = Int64(digits) else { return nil }
    self.init(count: count, unit: String(text.dropFirst(digits.count)))
  }

  /// The length of `count` units named as in the query language; nil for other names and when the
  /// microseconds outgrow 64 bits.
  package init?(count: Int64, unit: String) {
    if let calendarUnit = Self.calendarUnits[unit] {
      self = .calendar(CalendarSpan(count: count, unit: calendarUnit))
      return
    }
    guard let seconds = Self.secondsOfUnit[unit] else { return nil }
    let (total, overflow) = count.multipliedReportingOverflow(by: seconds * 1_000_000)
    guard !overflow else { return nil }
    self = .exact(TimeSpan(microseconds: total))
  }

  private static let secondsOfUnit: [String: Int64] = [
    "s": 1, "min": 60, "h": 3_600, "d": 86_400, "w": 604_800,
  ]
  private static let calendarUnits: [String: CalendarSpan.Unit] = [
    "wd": .workingDay, "mo": .month, "q": .quarter, "y": .year,
  ]
}
