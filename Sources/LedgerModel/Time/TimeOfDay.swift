/// A time on the wall: microseconds since the start of a day, 00:00 to 24:00.
///
/// 24:00 is the end of the day; it is kept apart from 00:00 because working hours end there.
package struct TimeOfDay: Sendable, Hashable, Comparable {
  package let microseconds: Int64

  package static let midnight = TimeOfDay(unchecked: 0)
  package static let endOfDay = TimeOfDay(unchecked: TimeSpan.day.microseconds)

  /// Nil outside one day.
  package init?(microseconds: Int64) {
    guard microseconds >= 0, microseconds <= TimeSpan.day.microseconds else { return nil }
    self.init(unchecked: microseconds)
  }

  /// Nil unless 00:00 to 24:00.
  package init?(hour: Int, minute: Int) {
    guard (0...24).contains(hour), (0...59).contains(minute), hour < 24 || minute == 0 else {
      return nil
    }
    self.init(unchecked: Int64(hour * 60 + minute) * 60_000_000)
  }

  private init(unchecked microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// Reads `7:30`, `07:30` or `24:00`; nil for other forms.
  package init?(reading text: some StringProtocol) {
    var reader = DigitReader(text)
    let width = reader.digitCount
    guard (1...2).contains(width), let hour = reader.digits(width), reader.take(":"),
      let minute = reader.digits(2), reader.isAtEnd
    else { return nil }
    self.init(hour: hour, minute: minute)
  }

  /// `07:30`, with seconds and fraction only if there are any.
  package var text: String {
    let seconds = microseconds / 1_000_000
    let fraction = Int(microseconds % 1_000_000)
    var text = padded(Int(seconds / 3_600), 2) + ":" + padded(Int(seconds / 60 % 60), 2)
    guard seconds % 60 != 0 || fraction != 0 else { return text }
    text += ":" + padded(Int(seconds % 60), 2)
    return fraction == 0 ? text : text + "." + fractionDigits(fraction)
  }

  package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
    left.microseconds < right.microseconds
  }
}

/// Up to six digits behind the point without zeros at the end.
func fractionDigits(_ microseconds: Int) -> String {
  var digits = Substring(padded(microseconds, 6))
  while digits.last == "0" { digits.removeLast() }
  return String(digits)
}
