/// Why a text is no date.
package enum DateProblem: Error, Sendable, Hashable {
  case form
  /// A month or day of one digit; carries the date as it should be written.
  case digits(String)
  case month(Int)
  case day(Int, last: Int)
  case quarter(Int)
  case week(Int, last: Int)
  case time
  case zone

  /// The sentence for a message, with what would be right.
  package var explanation: String {
    switch self {
    case .form: "a date has the form @2021, @2021-08, @2021-08-05, @2021-Q3 or @2021-W31"
    case .digits: "months and days have two digits"
    case .month(let month): "there is no month \(month); months are 01 to 12"
    case .day(let day, let last): "there is no day \(day) in that month; it has \(last) days"
    case .quarter(let quarter): "there is no quarter \(quarter); quarters are Q1 to Q4"
    case .week(let week, let last): "there is no week \(week) in that year; it has \(last) weeks"
    case .time: "a time of day has the form T07:30 or T07:30:00, from T00:00 to T24:00"
    case .zone: "a zone is Z or an offset up to 18 hours, such as +07:00"
    }
  }
}

extension DateLiteral {
  /// Reads a date as it is written behind `@`: `2021`, `2021-08`, `2021-08-05`, `2021-Q3`,
  /// `2021-W31`, `2021-08-05T07:30`, with seconds, microseconds and zone where wanted.
  ///
  /// - Throws: `DateProblem` when the text has another form or names a day that does not exist.
  package init(reading text: String) throws(DateProblem) {
    var cursor = DigitCursor(text)
    guard let year = cursor.number(digits: 4), year > 0 else { throw .form }
    if cursor.isAtEnd {
      self = .year(year)
    } else if cursor.skip("-Q") {
      self = try Self.quarter(of: year, &cursor)
    } else if cursor.skip("-W") {
      self = try Self.week(of: year, &cursor)
    } else {
      self = try Self.monthOrFiner(of: year, &cursor)
    }
  }

  private static func quarter(
    of year: Int, _ cursor: inout DigitCursor
  ) throws(DateProblem) -> DateLiteral {
    guard let quarter = cursor.number(digits: 1), cursor.isAtEnd else { throw .form }
    guard (1...4).contains(quarter) else { throw .quarter(quarter) }
    return .quarter(year: year, quarter: quarter)
  }

  private static func week(
    of year: Int, _ cursor: inout DigitCursor
  ) throws(DateProblem) -> DateLiteral {
    guard let week = cursor.number(digits: 2), cursor.isAtEnd else { throw .form }
    let last = weekCount(in: year)
    guard (1...last).contains(week) else { throw .week(week, last: last) }
    return .week(year: year, week: week)
  }

  private static func monthOrFiner(
    of year: Int, _ cursor: inout DigitCursor
  ) throws(DateProblem) -> DateLiteral {
    guard cursor.skip("-"), let (month, isPadded) = cursor.oneOrTwoDigits() else { throw .form }
    if cursor.isAtEnd {
      guard (1...12).contains(month) else { throw .month(month) }
      guard isPadded else { throw .digits("\(year)-\(padded(month))") }
      return .month(year: year, month: month)
    }
    guard cursor.skip("-"), let (day, isDayPadded) = cursor.oneOrTwoDigits() else { throw .form }
    try checkDay(year, month, day)
    guard isPadded, isDayPadded else {
      throw .digits("\(year)-\(padded(month))-\(padded(day))" + cursor.rest)
    }
    if cursor.isAtEnd { return .day(year: year, month: month, day: day) }
    return .instant(try instant(year, month, day, &cursor))
  }

  private static func padded(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

extension DateLiteral {
  private static func instant(
    _ year: Int, _ month: Int, _ day: Int, _ cursor: inout DigitCursor
  ) throws(DateProblem) -> InstantLiteral {
    guard cursor.skip("T") else { throw .form }
    guard let hour = cursor.number(digits: 2), cursor.skip(":"),
      let minute = cursor.number(digits: 2)
    else { throw .time }
    var second = 0
    var microsecond = 0
    if cursor.skip(":") {
      guard let number = cursor.number(digits: 2) else { throw .time }
      second = number
      if cursor.skip(".") {
        guard let fraction = cursor.microseconds() else { throw .time }
        microsecond = fraction
      }
    }
    guard minute < 60, second < 60,
      hour < 24 || (hour, minute, second, microsecond) == (24, 0, 0, 0)
    else { throw .time }
    return InstantLiteral(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      microsecond: microsecond, offsetMinutes: try offset(&cursor))
  }

  private static func offset(_ cursor: inout DigitCursor) throws(DateProblem) -> Int? {
    if cursor.isAtEnd { return nil }
    if cursor.skip("Z") {
      guard cursor.isAtEnd else { throw .zone }
      return 0
    }
    let isNegative = cursor.skip("-")
    guard isNegative || cursor.skip("+") else { throw .time }
    guard let hours = cursor.number(digits: 2), cursor.skip(":"),
      let minutes = cursor.number(digits: 2), cursor.isAtEnd, minutes < 60,
      hours * 60 + minutes <= 18 * 60
    else { throw .zone }
    return (isNegative ? -1 : 1) * (hours * 60 + minutes)
  }

  private static func checkDay(_ year: Int, _ month: Int, _ day: Int) throws(DateProblem) {
    guard (1...12).contains(month) else { throw .month(month) }
    let last = dayCount(in: month, of: year)
    guard (1...last).contains(day) else { throw .day(day, last: last) }
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func dayCount(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// 53 for years that begin on a Thursday, and for leap years that begin on a Wednesday; else 52.
  private static func weekCount(in year: Int) -> Int {
    let before = year - 1
    // Days since Monday 1 January of year 1 of the proleptic Gregorian calendar.
    let weekday = (before * 365 + before / 4 - before / 100 + before / 400) % 7
    return weekday == 3 || (weekday == 2 && isLeap(year)) ? 53 : 52
  }
}
