/// A day of the week; raw values are those of ISO 8601, Monday 1 to Sunday 7.
package enum Weekday: Int, Sendable, Hashable, CaseIterable, Comparable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  /// The three letters of plan files and stored calendars: `mon` … `sun`.
  package var code: String {
    switch self {
    case .monday: "mon"
    case .tuesday: "tue"
    case .wednesday: "wed"
    case .thursday: "thu"
    case .friday: "fri"
    case .saturday: "sat"
    case .sunday: "sun"
    }
  }

  /// Reads `mon` … `sun`; nil for anything else.
  package init?(code: some StringProtocol) {
    guard let match = Weekday.allCases.first(where: { $0.code == code }) else { return nil }
    self = match
  }

  package static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }
}
