import Foundation

/// A time zone of the IANA list: where local days and times lie on the line of instants.
///
/// Zones without clock changes since 1976, among them Viet Nam's, are computed without asking the
/// zone data. Where clocks change, a local time that occurs twice means the earlier instant, and
/// one that is skipped means the first instant after the gap; so days never overlap and a day
/// always starts before it ends.
package struct CivilZone: Sendable, Hashable {
  /// The name as given, `Asia/Ho_Chi_Minh`.
  package let identifier: String
  private let rule: Rule

  private enum Rule: Hashable, Sendable {
    case fixed(seconds: Int)
    /// Fixed from the start of 1976; the zone data is asked for what was before.
    case fixedSince1976(seconds: Int, history: TimeZone?)
    case listed(TimeZone)
  }

  package static let utc = CivilZone("UTC", .fixed(seconds: 0))
  package static let vietnam = CivilZone(
    "Asia/Ho_Chi_Minh",
    .fixedSince1976(seconds: 7 * 3_600, history: TimeZone(identifier: "Asia/Ho_Chi_Minh")))

  private static let startOf1976 = Instant(microseconds: 189_302_400_000_000)

  /// Nil when the zone data has no zone of that name.
  package init?(identifier: String) {
    switch identifier {
    case Self.vietnam.identifier: self = .vietnam
    case "UTC", "Etc/UTC", "Z": self = .utc
    default:
      guard let zone = TimeZone(identifier: identifier) else { return nil }
      self.init(identifier, .listed(zone))
    }
  }

  /// A zone that is always the same number of seconds east of UTC, at most a day.
  package init?(offsetSeconds: Int) {
    guard abs(offsetSeconds) < 86_400 else { return nil }
    let minutes = abs(offsetSeconds) / 60
    let name =
      (offsetSeconds < 0 ? "-" : "+") + padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2)
    self.init(name, .fixed(seconds: offsetSeconds))
  }

  private init(_ identifier: String, _ rule: Rule) {
    self.identifier = identifier
    self.rule = rule
  }

  /// Seconds east of UTC at an instant.
  package func offsetSeconds(at instant: Instant) -> Int {
    switch rule {
    case .fixed(let seconds): seconds
    case .fixedSince1976(let seconds, let history):
      instant >= Self.startOf1976
        ? seconds : history.map { Self.offset(of: $0, at: instant) } ?? seconds
    case .listed(let zone): Self.offset(of: zone, at: instant)
    }
  }

  private static func offset(of zone: TimeZone, at instant: Instant) -> Int {
    // Whole seconds are exact in a Date for all years that can be read.
    let seconds = instant.microseconds.dividedDown(by: 1_000_000)
    return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
  }
}
