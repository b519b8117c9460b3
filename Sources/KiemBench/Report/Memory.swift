import Foundation
import Synchronization

/// Memory of this process beyond the memory map: anonymous pages, in bytes, as the kernel counts
/// them (`RssAnon` of `/proc/self/status`).
enum Memory {
  static var anonymousByteCount: Int {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return 0
    }
    let line = text.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap {
      Int($0)
    }
    return (kibibytes ?? 0) * 1_024
  }
}

/// The largest reading among those taken while work went on.
final class PeakMemory: Sendable {
  private let peak = Mutex(0)

  func sample() {
    let now = Memory.anonymousByteCount
    peak.withLock { $0 = max($0, now) }
  }

  var mebibytes: Double { Double(peak.withLock { $0 }) / 1_048_576 }
}
