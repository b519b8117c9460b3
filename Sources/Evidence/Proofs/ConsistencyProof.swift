/// Shows that a tree is the beginning of a larger one (RFC 9162 §2.1.4): nothing in it was changed,
/// taken out or put in between.
package struct ConsistencyProof: Hashable, Sendable {
  package let fromSize: UInt64
  /// At least `fromSize`.
  package let toSize: UInt64
  /// Hashes in the order of the RFC; empty where there is nothing to prove: from the empty tree,
  /// and between equal sizes.
  package let path: [MerkleHash]

  package init(fromSize: UInt64, toSize: UInt64, path: [MerkleHash]) {
    self.fromSize = fromSize
    self.toSize = toSize
    self.path = path
  }

  /// Makes the proof between two sizes, the smaller one first.
  ///
  /// - Parameter hash: gives the hash of a node above a power of two of leaves; asked for
  ///   O(log toSize) of them.
  package init(
    fromSize: UInt64, toSize: UInt64, _ hash: (MerkleNode) throws -> MerkleHash
  ) rethrows {
    precondition(fromSize <= toSize, "A log only grows.")
    self.fromSize = fromSize
    self.toSize = toSize
    path = try Self.ranges(from: fromSize, to: toSize).map { try MerkleHash(of: $0, hash) }
  }

  /// The ranges of leaves whose tree hashes stand in the path, in its order.
  private static func ranges(from: UInt64, to: UInt64) -> [Range<UInt64>] {
    guard from > 0 else { return [] }
    var ranges: [Range<UInt64>] = []
    var (start, end) = (UInt64(0), to)
    while end != from {
      let split = start + (end - start).powerOfTwoBelow
      if from <= split {
        ranges.append(split..<end)
        end = split
      } else {
        ranges.append(start..<split)
        start = split
      }
    }
    // The verifier holds the whole smaller tree already, but not a part of it.
    if start > 0 { ranges.append(start..<end) }
    return ranges.reversed()
  }

  /// Whether the tree of `fromSize` leaves with the root `from` is the beginning of the one with
  /// the root `to` (RFC 9162 §2.1.4.2).
  package func verifies(from: MerkleHash, to: MerkleHash) -> Bool {
    if fromSize == toSize { return path.isEmpty && from == to }
    if fromSize == 0 { return path.isEmpty && from == .empty }
    guard fromSize < toSize, !path.isEmpty else { return false }
    let isPowerOfTwo = fromSize.nonzeroBitCount == 1
    let hashes = isPowerOfTwo ? [from] + path : path
    var (node, last) = (fromSize - 1, toSize - 1)
    while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
    var (old, new) = (hashes[0], hashes[0])
    for hash in hashes.dropFirst() {
      guard last != 0 else { return false }
      if node & 1 == 1 || node == last {
        old = MerkleHash(left: hash, right: old)
        new = MerkleHash(left: hash, right: new)
        while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        new = MerkleHash(left: new, right: hash)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return old == from && new == to && last == 0
  }
}
