/// How often a long step looks at the cancellation token.
enum Pace {
  /// Cheap elements between two looks: a millisecond of work even where each waits for memory.
  static let stepCount = 16_384
}
