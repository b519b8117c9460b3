package import Foundation
import Synchronization

/// Standard output or standard error: buffered text, and what is known about who reads it.
///
/// Writing never fails at the call; the first failure is kept, what follows is dropped, and
/// `flush` reports it. So renderers can write into a pipe that its reader has closed.
package final class OutputChannel: TextOutputStream, Sendable {
  /// True when a person reads: only then colours, progress lines and cutting to the width.
  package let isTerminal: Bool
  package let usesColour: Bool
  /// Cells in a line; none when nobody said, so that nothing is cut.
  package let width: Int?
  private let sink: @Sendable (Data) throws -> Void
  private let state = Mutex(State())

  private struct State {
    var pending = ""
    var failure: OutputFailure?
  }

  /// Text is handed on in pieces of about this many bytes.
  private static let bufferByteCount = 65_536

  /// - Parameter sink: takes bytes for good; throws what the system reports.
  package init(
    isTerminal: Bool = false, usesColour: Bool = false, width: Int? = nil,
    sink: @escaping @Sendable (Data) throws -> Void
  ) {
    self.isTerminal = isTerminal
    self.usesColour = usesColour
    self.width = width
    self.sink = sink
  }

  package func write(_ text: String) {
    state.withLock { state in
      guard state.failure == nil else { return }
      state.pending += text
      if state.pending.utf8.count >= OutputChannel.bufferByteCount { deliver(&state) }
    }
  }

  /// Writes a line; the break is added.
  package func line(_ text: String) { write(text + "\n") }

  /// Hands on what is buffered and reports the first failure there ever was.
  package func flush() throws(OutputFailure) {
    let failure = state.withLock { state in
      if state.failure == nil { deliver(&state) }
      return state.failure
    }
    if let failure { throw failure }
  }

  private func deliver(_ state: inout State) {
    guard !state.pending.isEmpty else { return }
    do {
      try sink(Data(state.pending.utf8))
    } catch {
      state.failure = OutputFailure(error)
    }
    state.pending = ""
  }
}

/// Why text could not be written.
package enum OutputFailure: Error, Hashable, Sendable {
  /// The reader has gone, as `head` does after its last line: no reason to complain.
  case closed
  case failed(reason: String)

  init(_ error: any Error) {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    if cause.domain == NSPOSIXErrorDomain, cause.code == Int(EPIPE) {
      self = .closed
    } else {
      self = .failed(reason: cause.localizedDescription)
    }
  }
}
