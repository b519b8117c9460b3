import Text

extension CoarseDate {
  /// Reads a date as Vietnamese documents and plan files write it, day first always: `5/8/2021`,
  /// `05/08/2021`, `ngày 05 tháng 8 năm 2021`, each with a time behind it (`16:00`), months
  /// (`8/2021`, `tháng 8 năm 2021`) and spans (`Tháng 7 - 8/2021`, `7/2021..8/2021`,
  /// `01/7/2021..15/7/2021`).
  ///
  /// Case, accents and kinds of dash and space do not matter. Nothing is guessed: a date that could
  /// only be meant month first is an error that says so, and so is one without its year.
  package init(vietnamese text: String) throws(DateTextError) {
    let folded = fold(text)
    guard !folded.isEmpty else { throw .empty }
    var reader = VietnameseDateReader(folded)
    self = try reader.date()
  }
}

extension Day {
  /// Reads one day, as `CoarseDate.init(vietnamese:)` does, and refuses months, times and spans.
  package init(vietnamese text: String) throws(DateTextError) {
    guard case .day(let day) = try CoarseDate(vietnamese: text) else { throw .malformed }
    self = day
  }
}

/// Reads folded text from left to right; numbers are kept with how many digits they had.
private struct VietnameseDateReader {
  private struct Number {
    let value: Int
    let digits: Int
  }

  private var rest: Substring

  init(_ folded: String) {
    rest = folded[...]
  }

  mutating func date() throws(DateTextError) -> CoarseDate {
    let first = try dateOrMonths()
    guard take("..") else {
      guard rest.isEmpty else { throw .malformed }
      return first
    }
    let second = try dateOrMonths()
    guard rest.isEmpty else { throw .malformed }
    guard let span = CoarseDate.spanning(first, second) else { throw .reversed }
    return span
  }

  private mutating func dateOrMonths() throws(DateTextError) -> CoarseDate {
    if take("thang") { return try months() }
    _ = take("ngay")
    let first = try number()
    if take("thang") {
      return try dayWithTime(first, month: try number(), year: try yearAfterMonth())
    }
    // The year first is the mark of a machine's date.
    if first.digits == 4 { throw rest.isEmpty || rest.first == "." ? .malformed : .yearFirst }
    guard take("/") else { return try monthsOrMissingYear(first) }
    let second = try number()
    if take("/") {
      return try dayWithTime(first, month: second, year: try number())
    }
    if second.digits >= 3 { return try month(first, year: second) }
    throw .missingYear
  }

  /// After "tháng": one month, or two months with a dash between, the first often without its year.
  private mutating func months() throws(DateTextError) -> CoarseDate {
    let first = try number()
    if take("-") {
      _ = take("thang")
      return try monthSpan(from: first, fromYear: nil)
    }
    let year = try yearAfterMonth()
    guard take("-") else { return try month(first, year: year) }
    _ = take("thang")
    return try monthSpan(from: first, fromYear: year)
  }

  private mutating func monthsOrMissingYear(_ first: Number) throws(DateTextError) -> CoarseDate {
    guard take("-") else { throw .malformed }
    return try monthSpan(from: first, fromYear: nil)
  }

  private mutating func monthSpan(
    from first: Number, fromYear: Number?
  ) throws(DateTextError) -> CoarseDate {
    let second = try number()
    // `5-8-2021` is a day with dashes, which no official text writes.
    guard rest.first != "-" else { throw .malformed }
    let year = try yearAfterMonth()
    let from = try month(first, year: fromYear ?? year)
    guard let span = CoarseDate.spanning(from, try month(second, year: year)) else {
      throw .reversed
    }
    return span
  }

  /// "năm" and the year, or a slash and the year.
  private mutating func yearAfterMonth() throws(DateTextError) -> Number {
    guard take("nam") || take("/") else { throw .missingYear }
    return try number()
  }

  private func month(_ month: Number, year: Number) throws(DateTextError) -> CoarseDate {
    let year = try checked(year: year)
    guard (1...12).contains(month.value) else { throw .noSuchMonth(month.value) }
    return .month(year: year, month: month.value)
  }

  private mutating func dayWithTime(
    _ day: Number, month: Number, year: Number
  ) throws(DateTextError) -> CoarseDate {
    let date = try checkedDay(day, month, try checked(year: year))
    guard let next = rest.first, next.isNumber else { return .day(date) }
    return .local(date, try time())
  }

  private func checked(year: Number) throws(DateTextError) -> Int {
    guard year.digits == 4 else {
      throw year.digits < 4 ? .shortYear : .yearOutOfRange(year.value)
    }
    guard CivilDate.years.contains(year.value) else { throw .yearOutOfRange(year.value) }
    return year.value
  }

  private func checkedDay(
    _ day: Number, _ month: Number, _ year: Int
  ) throws(DateTextError) -> Day {
    if let date = Day(year: year, month: month.value, day: day.value) { return date }
    guard (1...12).contains(month.value) else {
      if let meant = Day(year: year, month: day.value, day: month.value) {
        throw .monthFirst(written: "\(day.value)/\(month.value)/\(year)", meant: meant)
      }
      throw .noSuchMonth(month.value)
    }
    throw .noSuchDay(day: day.value, month: month.value, year: year)
  }

  /// `16:00`, `7:30`; `16h00` and `16h` as letters write it.
  private mutating func time() throws(DateTextError) -> TimeOfDay {
    let hour = try number()
    var minute = 0
    if take(":") {
      guard let next = rest.first, next.isNumber else { throw .noSuchTime }
      minute = try number().value
    } else if take("h") || take("gio") {
      if let next = rest.first, next.isNumber { minute = try number().value }
    } else {
      throw .noSuchTime
    }
    guard hour.digits <= 2, let time = TimeOfDay(hour: hour.value, minute: minute) else {
      throw .noSuchTime
    }
    return time
  }

  /// One to six digits, with the space behind them.
  private mutating func number() throws(DateTextError) -> Number {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard (1...6).contains(digits.count), let value = Int(digits) else { throw .malformed }
    rest.removeFirst(digits.count)
    skipSpace()
    return Number(value: value, digits: digits.count)
  }

  /// Takes a word or sign and the space behind it.
  private mutating func take(_ word: String) -> Bool {
    guard rest.hasPrefix(word) else { return false }
    rest.removeFirst(word.count)
    skipSpace()
    return true
  }

  private mutating func skipSpace() {
    if rest.first == " " { rest.removeFirst() }
  }
}
