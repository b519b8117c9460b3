import Evidence
import LedgerModel

extension LogSnapshot {
  /// The right edge of the tree as it was when the log had `size` events. O(log size) tiles, and
  /// at most 65,536 events where no tile is full yet.
  ///
  /// Throws `LedgerError.damaged` when the log holds fewer.
  borrowing func frontier(ofSize size: UInt64) throws -> MerkleFrontier {
    var cache = NodeCache()
    return try frontier(ofSize: size, &cache)
  }

  /// The same, keeping the nodes it meets for further work on the same log.
  borrowing func frontier(
    ofSize size: UInt64, _ cache: inout NodeCache
  ) throws -> MerkleFrontier {
    guard size < head.size else {
      guard size == head.size else {
        throw LedgerError.damaged(path: path, reason: "#\(size) is missing")
      }
      return head.frontier
    }
    var encoded: [UInt8] = []
    for node in MerkleNode.covering(0..<size) {
      try hash(of: node, &cache).append(to: &encoded)
    }
    guard let frontier = MerkleFrontier(size: size, encoded: encoded.span) else {
      throw LedgerError.damaged(path: path, reason: "the tiles do not give a root at #\(size)")
    }
    return frontier
  }
}
