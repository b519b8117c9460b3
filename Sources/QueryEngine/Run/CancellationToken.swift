import Synchronization

/// Lets another thread, or a signal handler, ask a running query to end.
///
/// The engine looks at it at least once every 4,096 rows and then throws
/// `ExecutionError.cancelled`.
package final class CancellationToken: Sendable {
  private let flag = Atomic(false)
  private let looks = Atomic(0)
  private let lookCountMax: Int
  private let clock: LookClock?

  /// With `lookCountMax` the token cancels itself at that look, which makes the moment of a
  /// cancellation one that can be told beforehand. With `timesLooks` it keeps the time between looks.
  package init(lookCountMax: Int = .max, timesLooks: Bool = false) {
    self.lookCountMax = lookCountMax
    clock = timesLooks ? LookClock() : nil
  }

  /// How often somebody has looked so far.
  package var lookCount: Int { looks.load(ordering: .relaxed) }

  /// True from the first `cancel()` on; never false again. Counts as a look.
  package var isCancelled: Bool {
    clock?.look()
    if looks.wrappingAdd(1, ordering: .relaxed).newValue >= lookCountMax { cancel() }
    return flag.load(ordering: .relaxed)
  }

  /// Safe to call from anywhere, also twice.
  package func cancel() { flag.store(true, ordering: .relaxed) }

  /// The longest time in which nobody looked, from the making of the token until now: how long a
  /// cancellation can have to wait. None where looks are not timed. To be asked behind the run.
  package var longestWait: Duration? {
    clock?.look()
    return clock?.longest
  }
}

/// Times the looks at a token, whichever thread looks.
private final class LookClock: Sendable {
  private let start = ContinuousClock.now
  /// Nanoseconds since the start, and between two looks.
  private let last = Atomic<Int64>(0)
  private let longestGap = Atomic<Int64>(0)

  func look() {
    let now = start.duration(to: .now).nanoseconds
    let gap = now - last.exchange(now, ordering: .relaxed)
    longestGap.max(gap, ordering: .relaxed)
  }

  var longest: Duration { .nanoseconds(longestGap.load(ordering: .relaxed)) }
}

extension Duration {
  fileprivate var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
