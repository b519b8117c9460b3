import Dispatch
import Synchronization

/// Work on many things that do not depend on each other, as hashing and sealing.
enum OnAllCores {
  /// Things that one core takes at a time.
  private static let chunkCount = 128

  /// As `map`, several chunks at a time; the results stay in order.
  static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    guard elements.count > chunkCount else { return elements.map(transform) }
    let count = (elements.count + chunkCount - 1) / chunkCount
    let chunks = Mutex<[[Result]]>(Array(repeating: [], count: count))
    DispatchQueue.concurrentPerform(iterations: count) { chunk in
      let first = chunk * chunkCount
      let results = elements[first..<min(first + chunkCount, elements.count)].map(transform)
      chunks.withLock { $0[chunk] = results }
    }
    return chunks.withLock { $0 }.flatMap { $0 }
  }
}
