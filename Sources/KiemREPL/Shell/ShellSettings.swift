import Rendering

/// What a session has set for the questions that follow.
struct ShellSettings: Sendable, Hashable {
  /// None chooses by the answer.
  var format: OutputFormat?
  var showsTime = false
  /// Pins the clock.
  var now: String?
  /// Position or instant to look back from.
  var asOf: String?
}
