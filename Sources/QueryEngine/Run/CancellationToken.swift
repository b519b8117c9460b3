import Synchronization

/// Lets another thread, or a signal handler, ask a running query to end.
///
/// The engine looks at it at least once every 4,096 rows and then throws
/// `ExecutionError.cancelled`.
package final class CancellationToken: Sendable {
  private let flag = Atomic(false)

  package init() {}

  /// True from the first `cancel()` on; never false again.
  package var isCancelled: Bool { flag.load(ordering: .relaxed) }

  /// Safe to call from anywhere, also twice.
  package func cancel() { flag.store(true, ordering: .relaxed) }
}
