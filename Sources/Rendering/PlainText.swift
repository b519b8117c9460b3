import LedgerModel

/// Values as programs read them: ids, ISO dates and instants with offset, durations in seconds,
/// both parts of a ratio.
struct PlainText {
  let zone: CivilZone

  func text(_ value: Value) -> String {
    switch value {
    case .none: ""
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .decimal(let number): number.description
    case .ratio(let ratio): "\(ratio.numerator)/\(ratio.denominator)"
    case .string(let text): text
    case .symbol(let name): name
    case .entity(let id): id
    case .date(let day): day.iso8601
    case .instant(let instant): zone.rfc3339(instant)
    case .duration(let span): PlainText.seconds(span)
    case .calendarDuration(let span): DurationText.words(span)
    case .period(let period):
      zone.rfc3339(period.start) + "/" + (period.end.map(zone.rfc3339) ?? "..")
    case .position(let position): String(position.number)
    case .set(let elements): elements.map(text).joined(separator: " ")
    case .record(let fields):
      fields.sorted { $0.key < $1.key }.map { "\($0.key)=\(text($0.value))" }
        .joined(separator: " ")
    }
  }

  /// Seconds as a number with up to six decimals.
  static func seconds(_ span: TimeSpan) -> String {
    let magnitude = span.microseconds.magnitude
    let sign = span.microseconds < 0 ? "-" : ""
    let fraction = magnitude % 1_000_000
    guard fraction != 0 else { return sign + String(magnitude / 1_000_000) }
    var digits = String(fraction)
    digits = String(repeating: "0", count: 6 - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return sign + "\(magnitude / 1_000_000).\(digits)"
  }
}
