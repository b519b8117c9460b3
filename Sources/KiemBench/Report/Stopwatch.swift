import Glibc

/// Measures one piece of work: seconds on the wall and seconds of processor time over all threads.
struct Stopwatch {
  private let start = ContinuousClock.now
  private let processor = Stopwatch.processorSeconds

  var seconds: Double {
    let elapsed = ContinuousClock.now - start
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
  }

  var processorSeconds: Double { Stopwatch.processorSeconds - processor }

  private static var processorSeconds: Double {
    var usage = rusage()
    _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) {
      $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
    }
  }
}

extension [Double] {
  /// The value in the middle; of an even number the upper one. 0 of none.
  var median: Double { quantile(0.5) }

  /// The smallest value that at least that share of all values does not exceed.
  func quantile(_ share: Double) -> Double {
    guard !isEmpty else { return 0 }
    let rank = Int((share * Double(count)).rounded(.up))
    return sorted()[Swift.min(count - 1, Swift.max(0, rank - 1))]
  }
}
