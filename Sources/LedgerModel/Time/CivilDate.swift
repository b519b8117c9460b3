/// Year, month and day of the proleptic Gregorian calendar, always an existing date.
package struct CivilDate: Sendable, Hashable {
  package let year: Int
  /// 1 to 12.
  package let month: Int
  /// 1 to the length of the month.
  package let day: Int

  /// Years that can be read and written; ample for campaigns, and no arithmetic overflows in them.
  package static let years = 1...9999

  /// Nil when the date does not exist or its year lies outside `years`.
  package init?(year: Int, month: Int, day: Int) {
    guard Self.years.contains(year), (1...12).contains(month), day >= 1,
      day <= Self.lengthOfMonth(month, year: year)
    else { return nil }
    self.init(unchecked: year, month, day)
  }

  fileprivate init(unchecked year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The number of days in a month 1 to 12.
  package static func lengthOfMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeapYear(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Every fourth year, but of the full centuries only every fourth.
  package static func isLeapYear(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}

extension CivilDate {
  /// Years are counted from March here, so that the leap day is the last day of a year and the
  /// months before any month have lengths that one linear formula gives: (153 m + 2) / 5.
  private static let daysFromMarchOfYearZero = 719_468
  private static let daysInFourCenturies = 146_097

  /// Days since 1970-01-01.
  package var dayNumber: Int {
    let yearFromMarch = month <= 2 ? year - 1 : year
    let monthFromMarch = (month + 9) % 12
    let leapDays =
      yearFromMarch.dividedDown(by: 4) - yearFromMarch.dividedDown(by: 100)
      + yearFromMarch.dividedDown(by: 400)
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    return 365 * yearFromMarch + leapDays + dayOfYear - Self.daysFromMarchOfYearZero
  }

  /// Days from 1970-01-01 to 1 January of any year.
  static func dayNumber(ofNewYear year: Int) -> Int {
    CivilDate(unchecked: year, 1, 1).dayNumber
  }

  /// The date of any day number; the year may lie outside `years` and may be negative.
  init(dayNumber: Int) {
    let days = dayNumber + Self.daysFromMarchOfYearZero
    let cycle = days.dividedDown(by: Self.daysInFourCenturies)
    let day = days - cycle * Self.daysInFourCenturies
    // Takes out the leap days of 4, 100 and 400 years; what is left has years of 365 days.
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    self.init(
      unchecked: year + cycle * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}

extension BinaryInteger {
  /// The quotient rounded towards negative infinity, for a positive divisor.
  func dividedDown(by divisor: Self) -> Self {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
