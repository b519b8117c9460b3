/// Why a text is no date literal. `description` words it with the remedy.
package enum DateLiteralError: Error, Hashable, Sendable {
  /// None of the forms of a date literal.
  case malformed
  /// A month, quarter, week, day, time or offset that does not exist.
  case noSuchDate
  /// More than six digits behind the second.
  case tooPrecise
  /// The second date of a span lies before the first.
  case reversed
}

extension DateLiteralError: CustomStringConvertible {
  /// One clause for the end of a message, naming what would be read.
  package var description: String {
    switch self {
    case .malformed:
      "a date is written 2021, 2021-Q3, 2021-08, 2021-W31, 2021-08-05 or 2021-08-05T09:00"
    case .noSuchDate: "no such date or time exists"
    case .tooPrecise: "times are kept to the microsecond: write at most six digits"
    case .reversed: "the second date lies before the first"
    }
  }
}

extension CoarseDate {
  /// Reads a date literal of the query language, with or without `@` in front: year, quarter,
  /// month, ISO week, day, a time with or without a zone (`T24:00` is the end of the day), or two
  /// of these with `..` between.
  package init(literal text: some StringProtocol) throws(DateLiteralError) {
    guard let dots = Self.positionOfDots(text) else {
      self = try Self.single(text)
      return
    }
    let from = try Self.single(text[..<dots])
    let to = try Self.single(text[text.index(dots, offsetBy: 2)...])
    guard let span = Self.spanning(from, to) else { throw .reversed }
    self = span
  }

  private static func positionOfDots<Text: StringProtocol>(_ text: Text) -> Text.Index? {
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index)
      if text[index] == ".", next < text.endIndex, text[next] == "." { return index }
      index = next
    }
    return nil
  }

  private static func single(_ text: some StringProtocol) throws(DateLiteralError) -> CoarseDate {
    var reader = DigitReader(text)
    _ = reader.take("@")
    guard let year = reader.digits(4) else { throw .malformed }
    guard CivilDate.years.contains(year) else { throw .noSuchDate }
    if reader.isAtEnd { return .year(year) }
    guard reader.take("-") else { throw .malformed }
    let date: CoarseDate
    if reader.take("Q") {
      date = try quarter(of: year, &reader)
    } else if reader.take("W") {
      date = try week(of: year, &reader)
    } else {
      date = try monthOrFiner(of: year, &reader)
    }
    guard reader.isAtEnd else { throw .malformed }
    return date
  }

  private static func quarter(
    of year: Int, _ reader: inout DigitReader
  ) throws(DateLiteralError) -> CoarseDate {
    guard let quarter = reader.digits(1) else { throw .malformed }
    guard (1...4).contains(quarter) else { throw .noSuchDate }
    return .quarter(year: year, quarter: quarter)
  }

  private static func week(
    of year: Int, _ reader: inout DigitReader
  ) throws(DateLiteralError) -> CoarseDate {
    guard let week = reader.digits(2) else { throw .malformed }
    guard let monday = Day(isoYear: year, week: week) else { throw .noSuchDate }
    return .week(monday: monday)
  }

  private static func monthOrFiner(
    of year: Int, _ reader: inout DigitReader
  ) throws(DateLiteralError) -> CoarseDate {
    guard let month = reader.digits(2) else { throw .malformed }
    guard (1...12).contains(month) else { throw .noSuchDate }
    guard reader.take("-") else { return .month(year: year, month: month) }
    guard let dayOfMonth = reader.digits(2) else { throw .malformed }
    guard let day = Day(year: year, month: month, day: dayOfMonth) else { throw .noSuchDate }
    guard reader.take("T") else { return .day(day) }
    let time = try timeOfDay(&reader)
    do {
      guard let offset = try reader.zoneOffset() else { return .local(day, time) }
      return .instant(
        Instant(day: day, microsecondOfDay: time.microseconds, offsetSeconds: offset))
    } catch { throw error == .noSuchTime ? .noSuchDate : .malformed }
  }

  /// `hh:mm`, `hh:mm:ss` or with a fraction; 24:00 only without anything behind it but zeros.
  private static func timeOfDay(
    _ reader: inout DigitReader
  ) throws(DateLiteralError) -> TimeOfDay {
    guard let hour = reader.digits(2), reader.take(":"), let minute = reader.digits(2) else {
      throw .malformed
    }
    guard let whole = TimeOfDay(hour: hour, minute: minute) else { throw .noSuchDate }
    guard reader.take(":") else { return whole }
    guard let second = reader.digits(2) else { throw .malformed }
    let fraction: Int64
    do {
      fraction = try reader.fraction()
    } catch { throw error == .tooPrecise ? .tooPrecise : .malformed }
    let microseconds = whole.microseconds + Int64(second) * 1_000_000 + fraction
    guard second < 60, let time = TimeOfDay(microseconds: microseconds) else { throw .noSuchDate }
    return time
  }
}
