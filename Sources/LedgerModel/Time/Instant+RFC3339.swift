extension Instant {
  /// Reads an instant of RFC 3339: date, `T`, time with seconds, up to six digits of fraction, and
  /// `Z` or an offset `±hh:mm`.
  ///
  /// 24:00 is no time of RFC 3339; the literals of the query language, which have it, are read by
  /// `CoarseDate`. `-00:00` counts as UTC.
  package init(rfc3339 text: some StringProtocol) throws(InstantTextError) {
    var reader = DigitReader(text)
    guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2),
      reader.take("-"), let dayOfMonth = reader.digits(2), reader.take("T") || reader.take("t")
    else { throw .malformed }
    let time = try Self.readTime(&reader)
    let offset = try reader.zoneOffset()
    guard reader.isAtEnd else { throw .malformed }
    guard let offset else { throw .missingOffset }
    guard let day = Day(year: year, month: month, day: dayOfMonth) else { throw .noSuchTime }
    self.init(day: day, microsecondOfDay: time, offsetSeconds: offset)
  }

  /// The instant of a local day and time at a known offset from UTC in seconds, east positive.
  ///
  /// Days far outside years 1 to 9999, which only a damaged file can hold, are moved to the edge.
  init(day: Day, microsecondOfDay: Int64, offsetSeconds: Int) {
    let number = min(max(day.number, Day.earliest.number - 2), Day.latest.number + 2)
    let start = Int64(number) * TimeSpan.day.microseconds
    self.init(microseconds: start + microsecondOfDay - Int64(offsetSeconds) * 1_000_000)
  }

  private static func readTime(_ reader: inout DigitReader) throws(InstantTextError) -> Int64 {
    guard let hour = reader.digits(2), reader.take(":"), let minute = reader.digits(2),
      reader.take(":"), let second = reader.digits(2)
    else { throw .malformed }
    let fraction = try reader.fraction()
    if second == 60 && minute < 60 && hour < 24 { throw .leapSecond }
    guard hour < 24, minute < 60, second < 60 else { throw .noSuchTime }
    return Int64(hour * 3_600 + minute * 60 + second) * 1_000_000 + fraction
  }

  /// The instant in UTC: `2021-08-04T17:00:00Z`, with a fraction only if there is one.
  package var rfc3339: String { rfc3339(offsetSeconds: 0) }

  /// The instant at an offset: `2021-08-05T00:00:00+07:00`. Seconds of the offset, which only
  /// historical zones have, are dropped from it towards zero, and the time printed fits what is left.
  package func rfc3339(offsetSeconds: Int) -> String {
    let minutes = offsetSeconds / 60
    let (local, overflow) = microseconds.addingReportingOverflow(Int64(minutes) * 60_000_000)
    let shown = overflow ? microseconds : local
    let (day, rest) = shown.splitIntoDays
    return day.iso8601 + "T" + Self.timeText(rest) + Self.offsetText(minutes: minutes)
  }

  private static func timeText(_ microseconds: Int64) -> String {
    let seconds = Int(microseconds / 1_000_000)
    let fraction = Int(microseconds % 1_000_000)
    let text =
      padded(seconds / 3_600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":"
      + padded(seconds % 60, 2)
    return fraction == 0 ? text : text + "." + fractionDigits(fraction)
  }

  private static func offsetText(minutes: Int) -> String {
    guard minutes != 0 else { return "Z" }
    let size = Int(minutes.magnitude)
    return (minutes < 0 ? "-" : "+") + padded(size / 60, 2) + ":" + padded(size % 60, 2)
  }
}

extension Int64 {
  /// Microseconds since 1970 as a day and the microseconds since its start.
  var splitIntoDays: (day: Day, microsecondOfDay: Int64) {
    let number = dividedDown(by: TimeSpan.day.microseconds)
    // Wraps twice for the lowest values there are, whose day starts below them all.
    let rest = self &- number &* TimeSpan.day.microseconds
    return (Day(number: Int32(clamping: number)), rest)
  }
}

extension DigitReader {
  /// A point and one to six digits, as microseconds; 0 when no point comes next.
  mutating func fraction() throws(InstantTextError) -> Int64 {
    guard take(".") else { return 0 }
    let count = digitCount
    guard count <= 6 else { throw .tooPrecise }
    guard count > 0, let value = digits(count) else { throw .malformed }
    return Int64(value) * [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1][count]
  }

  /// `Z` or `±hh:mm` in seconds; nil when neither comes next.
  mutating func zoneOffset() throws(InstantTextError) -> Int? {
    if take("Z") || take("z") { return 0 }
    let isWest = next == "-"
    guard take("+") || take("-") else { return nil }
    guard let hours = digits(2), take(":"), let minutes = digits(2) else { throw .malformed }
    guard hours < 24, minutes < 60 else { throw .noSuchTime }
    return (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}
