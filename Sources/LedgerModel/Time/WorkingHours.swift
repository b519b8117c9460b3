/// One stretch of a working day, from a time to a later one.
package struct WorkingHours: Sendable, Hashable {
  package let start: TimeOfDay
  package let end: TimeOfDay

  /// Nil unless the start lies before the end.
  package init?(from start: TimeOfDay, to end: TimeOfDay) {
    guard start < end else { return nil }
    self.start = start
    self.end = end
  }

  /// Reads `07:30-11:30`, with a hyphen or an en dash; nil for other forms.
  package init?(reading text: some StringProtocol) {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "–" }
    guard parts.count == 2, let start = TimeOfDay(reading: parts[0]),
      let end = TimeOfDay(reading: parts[1])
    else { return nil }
    self.init(from: start, to: end)
  }

  /// `07:30-11:30`.
  package var text: String { start.text + "-" + end.text }

  /// The part of it before a time of the day, in microseconds.
  func elapsed(before microsecondOfDay: Int64) -> Int64 {
    max(0, min(microsecondOfDay, end.microseconds) - start.microseconds)
  }

  var length: Int64 { end.microseconds - start.microseconds }
}
