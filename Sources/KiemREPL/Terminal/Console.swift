import Foundation
import Glibc

/// The two channels of a program: answers go to `output`, everything else to `messages`, so that
/// a pipe carries nothing but the answer.
package struct Console: Sendable {
  package let output: OutputChannel
  package let messages: OutputChannel

  package init(output: OutputChannel, messages: OutputChannel) {
    self.output = output
    self.messages = messages
  }

  /// The process's own channels. Colours need a terminal that knows them, and `NO_COLOR` unset or
  /// empty (no-color.org).
  package static func standard(environment: [String: String]) -> Console {
    Console(
      output: channel(FileHandle.standardOutput, environment),
      messages: channel(FileHandle.standardError, environment))
  }

  private static func channel(
    _ handle: FileHandle, _ environment: [String: String]
  ) -> OutputChannel {
    let isTerminal = isatty(handle.fileDescriptor) == 1
    let allowsColour =
      environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    return OutputChannel(
      isTerminal: isTerminal, usesColour: isTerminal && allowsColour,
      width: isTerminal ? TerminalSize.columns(of: handle.fileDescriptor) : nil,
      sink: { try handle.write(contentsOf: $0) })
  }

  /// A sentence for people, written at once, behind any output that came before it.
  package func say(_ text: String) {
    // A reader of the output who has gone is noticed when the program ends.
    do { try output.flush() } catch {}
    messages.line(text)
    do { try messages.flush() } catch {}
  }
}
