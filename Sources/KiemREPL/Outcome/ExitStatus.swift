/// How a command ended, as scripts see it.
package enum ExitStatus: Int32, Sendable {
  case done = 0
  /// An `assert` or a verification did not hold.
  case failed = 1
  /// The text of a query or plan, a row, or an argument is wrong.
  case wrongInput = 2
  /// Right when it was read, impossible when it ran.
  case runtimeFailure = 3
  /// Another command holds what this one needs; the same call may succeed later.
  case busy = 4
  /// Ended by Ctrl-C (128 + SIGINT).
  case cancelled = 130
}
