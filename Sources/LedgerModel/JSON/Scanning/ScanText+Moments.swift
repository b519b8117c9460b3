extension ScanText {
  /// An instant: read here in the common forms, else as every other instant is.
  mutating func instant() throws(Unsure) -> Instant {
    guard let range = try plainString() else { throw Unsure() }
    if let instant = commonInstant(range) { return instant }
    do {
      return try Instant(rfc3339: try text(range))
    } catch {
      throw Unsure()
    }
  }

  mutating func date() throws(Unsure) -> Day {
    guard let range = try plainString(), range.count == 10, let day = day(at: range.lowerBound)
    else { throw Unsure() }
    return day
  }

  mutating func duration() throws(Unsure) -> TimeSpan {
    guard let range = try plainString() else { throw Unsure() }
    if let span = commonDuration(range) { return span }
    guard let span = TimeSpan(iso8601: try text(range)) else { throw Unsure() }
    return span
  }

  /// `2021-08-05T09:00:00`, up to six digits of fraction, then `Z` or an offset.
  private func commonInstant(_ range: Range<Int>) -> Instant? {
    let start = range.lowerBound
    guard range.count >= 20, let day = day(at: start), bytes[start &+ 10] == UInt8(ascii: "T"),
      bytes[start &+ 13] == UInt8(ascii: ":"), bytes[start &+ 16] == UInt8(ascii: ":"),
      let hour = digits(2, at: start &+ 11), let minute = digits(2, at: start &+ 14),
      let second = digits(2, at: start &+ 17), hour < 24, minute < 60, second < 60
    else { return nil }
    var place = start &+ 19
    var fraction = 0
    if bytes[place] == UInt8(ascii: ".") {
      place &+= 1
      var unit = 1_000_000
      while unit > 1, place < range.upperBound, let digit = digits(1, at: place) {
        unit /= 10
        fraction &+= digit &* unit
        place &+= 1
      }
      guard unit < 1_000_000 else { return nil }
    }
    guard let offset = zoneOffset(place..<range.upperBound) else { return nil }
    let seconds = hour &* 3_600 &+ minute &* 60 &+ second
    return Instant(
      day: day, microsecondOfDay: Int64(seconds) * 1_000_000 + Int64(fraction),
      offsetSeconds: offset)
  }

  /// `Z` or `±hh:mm` in seconds.
  private func zoneOffset(_ range: Range<Int>) -> Int? {
    let start = range.lowerBound
    if range.count == 1, bytes[start] == UInt8(ascii: "Z") { return 0 }
    guard range.count == 6, bytes[start &+ 3] == UInt8(ascii: ":"),
      let hours = digits(2, at: start &+ 1), let minutes = digits(2, at: start &+ 4),
      hours < 24, minutes < 60
    else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "+"): return hours &* 3_600 &+ minutes &* 60
    case UInt8(ascii: "-"): return -(hours &* 3_600 &+ minutes &* 60)
    default: return nil
    }
  }

  private func day(at start: Int) -> Day? {
    guard start &+ 10 <= bytes.count, bytes[start &+ 4] == UInt8(ascii: "-"),
      bytes[start &+ 7] == UInt8(ascii: "-"), let year = digits(4, at: start),
      let month = digits(2, at: start &+ 5), let day = digits(2, at: start &+ 8)
    else { return nil }
    return Day(year: year, month: month, day: day)
  }

  private func digits(_ count: Int, at start: Int) -> Int? {
    guard start &+ count <= bytes.count else { return nil }
    var value = 0
    for place in start..<(start &+ count) {
      let digit = bytes[place] &- 48
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int(digit)
    }
    return value
  }

  /// `PT1H20M5S`, each unit at most once and in this order.
  private func commonDuration(_ range: Range<Int>) -> TimeSpan? {
    var place = range.lowerBound
    guard range.count >= 4, bytes[place] == UInt8(ascii: "P"),
      bytes[place &+ 1] == UInt8(ascii: "T")
    else { return nil }
    place &+= 2
    var total: Int64 = 0
    var last: Int64 = .max
    while place < range.upperBound {
      let start = place
      var value: Int64 = 0
      while place < range.upperBound, let digit = digits(1, at: place) {
        value = value &* 10 &+ Int64(digit)
        place &+= 1
      }
      guard place > start, place &- start <= 6, place < range.upperBound else { return nil }
      let unit: Int64 =
        switch bytes[place] {
        case UInt8(ascii: "H"): 3_600
        case UInt8(ascii: "M"): 60
        case UInt8(ascii: "S"): 1
        default: 0
        }
      guard unit > 0, unit < last else { return nil }
      last = unit
      total &+= value &* unit
      place &+= 1
    }
    return TimeSpan(microseconds: total &* 1_000_000)
  }
}
