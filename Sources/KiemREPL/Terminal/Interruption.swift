import Dispatch
import Glibc
import Synchronization

/// What Ctrl-C means while a command runs: the first one asks the work to stop, a second one ends
/// the process at once, and where nothing listens the first one does.
///
/// The ledger survives both: a commit is whole or not there, whenever the process ends.
package final class Interruption: Sendable {
  package static let shared = Interruption()

  private let state = Mutex(State())

  private struct State {
    var source: (any DispatchSourceSignal)?
    var handler: (@Sendable () -> Void)?
    var endsOnSecond = true
    var isRequested = false
  }

  private init() {}

  /// Exit status of a process that was interrupted, as shells expect it (128 + 2).
  private static let exitStatus: Int32 = 130

  /// Takes over SIGINT from now on, and makes writing to a closed pipe an error instead of a
  /// signal. Called once at start.
  package func install() {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGINT, SIG_IGN)
    state.withLock { state in
      let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
      source.setEventHandler { [weak self] in self?.signalled() }
      source.resume()
      state.source = source
    }
  }

  /// Runs `body`; Ctrl-C meanwhile calls `handler`, on another thread.
  ///
  /// - Parameter endsOnSecond: false where pressing it again and again is nothing unusual, as at
  ///   a prompt.
  package func whileHandling<R>(
    _ handler: @escaping @Sendable () -> Void, endsOnSecond: Bool = true, _ body: () throws -> R
  ) rethrows -> R {
    let previous = state.withLock { state in
      let previous = (state.handler, state.endsOnSecond)
      state.handler = handler
      state.endsOnSecond = endsOnSecond
      state.isRequested = false
      return previous
    }
    defer {
      state.withLock { state in
        (state.handler, state.endsOnSecond) = previous
        state.isRequested = false
      }
    }
    return try body()
  }

  private func signalled() {
    let handler = state.withLock { state -> (@Sendable () -> Void)? in
      defer { state.isRequested = state.endsOnSecond }
      return state.isRequested ? nil : state.handler
    }
    guard let handler else { _exit(Interruption.exitStatus) }
    handler()
  }
}
