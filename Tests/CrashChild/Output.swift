import Glibc
import Synchronization

private let outputLock = Mutex(())

/// Writes whole lines with one call, so that a kill cuts at a line's end or inside the last one, and
/// lines of several threads do not mix.
func say(_ lines: String) {
  outputLock.withLock { _ in
    var text = lines + "\n"
    text.withUTF8 { bytes in
      _ = unsafe write(STDOUT_FILENO, bytes.baseAddress, bytes.count)
    }
  }
}

/// Microseconds of a clock that never goes back.
func microseconds() -> Int {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
}

/// SplitMix64: the same seed gives the same play.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
