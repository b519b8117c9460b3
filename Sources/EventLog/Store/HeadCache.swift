import Synchronization

/// The head that was read last, with the bytes it was read from: reading a head hashes its frontier
/// to prove that it does not contradict itself, which is needed once for the same bytes.
final class HeadCache: Sendable {
  private let last = Mutex<(bytes: [UInt8], head: LogHead)?>(nil)

  func head(_ stored: Span<UInt8>?, _ path: String) throws(LedgerError) -> LogHead {
    guard let stored else { return try LogStore.head(nil, path) }
    if let last = last.withLock({ $0 }), stored.equals(last.bytes) { return last.head }
    let head = try LogStore.head(stored, path)
    let bytes = stored.indices.map { stored[$0] }
    last.withLock { $0 = (bytes, head) }
    return head
  }
}

extension Span where Element == UInt8 {
  /// Whether the bytes are those of an array.
  func equals(_ other: [UInt8]) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }
}
