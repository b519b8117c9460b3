package import Diagnostics

/// Why a question has no answer.
package enum QueryFailure: Error, Sendable {
  /// The text or an argument is wrong: exit status 2.
  case text([Diagnostic], SourceText)
  /// Right when it was read, wrong when it ran: exit status 3.
  case run(Diagnostic, SourceText)
  case cancelled
}
