import Synchronization

/// Lets another thread, or a signal handler, ask a running query to end.
///
/// The engine looks at it at least once every 4,096 rows and then throws
/// `ExecutionError.cancelled`.
package final class CancellationToken: Sendable {
  private let flag = Atomic(false)
  private let looks = Atomic(0)
  private let lookCountMax: Int

  /// With `lookCountMax` the token cancels itself at that look, which makes the moment of a
  /// cancellation one that can be told beforehand.
  package init(lookCountMax: Int = .max) { self.lookCountMax = lookCountMax }

  /// How often somebody has looked so far.
  package var lookCount: Int { looks.load(ordering: .relaxed) }

  /// True from the first `cancel()` on; never false again. Counts as a look.
  package var isCancelled: Bool {
    if looks.wrappingAdd(1, ordering: .relaxed).newValue >= lookCountMax { cancel() }
    return flag.load(ordering: .relaxed)
  }

  /// Safe to call from anywhere, also twice.
  package func cancel() { flag.store(true, ordering: .relaxed) }
}
