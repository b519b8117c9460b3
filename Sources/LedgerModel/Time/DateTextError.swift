/// Why a Vietnamese date cannot be read. `description` words it with the remedy.
package enum DateTextError: Error, Hashable, Sendable {
  case empty
  /// None of the forms that are read.
  case malformed
  /// Year first, or another form of machines: the day it would be in the right order.
  case yearFirst
  case missingYear
  /// A year of two digits.
  case shortYear
  case yearOutOfRange(Int)
  /// A month above 12 where the day before it would be one: day and month changed places.
  case monthFirst(written: String, meant: Day)
  case noSuchMonth(Int)
  /// A day the month does not have.
  case noSuchDay(day: Int, month: Int, year: Int)
  case noSuchTime
  /// A span that ends before it starts.
  case reversed
}

extension DateTextError: CustomStringConvertible {
  /// One clause for the end of a message, naming what would be read. The day always comes first,
  /// and the errors where that matters say so.
  package var description: String {
    switch self {
    case .empty: "no date is given"
    case .malformed:
      "a date is written 05/8/2021, ngày 05 tháng 8 năm 2021, 8/2021 or 7/2021..8/2021"
    case .yearFirst: "the day comes first: 5 August 2021 is written 05/8/2021"
    case .missingYear: "the year is missing: write 05/8/2021"
    case .shortYear: "the year needs four digits: 2021, not 21"
    case .yearOutOfRange(let year): "year \(year) cannot be read; years are 1 to 9999"
    case .monthFirst(let written, let meant):
      "the day comes first, so \(written) has no such month; "
        + "\(meant.civil.day) \(monthName(meant.civil.month)) is written \(meant.vietnamese)"
    case .noSuchMonth(let month):
      "there is no month \(month); the day comes first, as in 05/8/2021 for 5 August"
    case .noSuchDay(let day, let month, let year):
      "\(monthName(month)) \(year) has \(CivilDate.lengthOfMonth(month, year: year)) days, "
        + "not \(day); the day comes first, as in 05/8/2021 for 5 August"
    case .noSuchTime: "a time is written 16:00, from 00:00 to 24:00"
    case .reversed: "the end lies before the start"
    }
  }

  private func monthName(_ month: Int) -> String {
    let names = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    return names.indices.contains(month - 1) ? names[month - 1] : "month \(month)"
  }
}
