/// Why a command ends without doing what was asked, in the words that people see.
package struct CommandFailure: Error, Hashable, Sendable {
  package let status: ExitStatus
  /// One or more sentences or clauses, without the program's name in front.
  package let message: String
  /// What the reader can do about it.
  package let remedy: String?

  package init(_ status: ExitStatus, _ message: String, remedy: String? = nil) {
    self.status = status
    self.message = message
    self.remedy = remedy
  }

  /// An argument that is wrong.
  package static func argument(_ message: String, remedy: String? = nil) -> CommandFailure {
    CommandFailure(.wrongInput, message, remedy: remedy)
  }
}
