/// Shows that a leaf is part of a tree (RFC 9162 §2.1.3): the hashes beside the way up to the root.
package struct InclusionProof: Hashable, Sendable {
  /// The leaf, counted from 0: the position of an event less one.
  package let leafIndex: UInt64
  /// Leaves of the tree; above `leafIndex`.
  package let treeSize: UInt64
  /// Sibling hashes from the leaf upwards; at most 64.
  package let path: [MerkleHash]

  package init(leafIndex: UInt64, treeSize: UInt64, path: [MerkleHash]) {
    self.leafIndex = leafIndex
    self.treeSize = treeSize
    self.path = path
  }

  /// Makes the proof for a leaf, which must be one of the tree's.
  ///
  /// - Parameter hash: gives the hash of a node above a power of two of leaves; asked for
  ///   O(log treeSize) of them.
  package init(
    leafIndex: UInt64, treeSize: UInt64, _ hash: (MerkleNode) throws -> MerkleHash
  ) rethrows {
    precondition(leafIndex < treeSize, "Only a leaf of the tree can be proven.")
    self.leafIndex = leafIndex
    self.treeSize = treeSize
    path = try Self.siblings(of: leafIndex, size: treeSize).map { try MerkleHash(of: $0, hash) }
  }

  /// The ranges of leaves whose tree hashes stand in the path, in its order.
  private static func siblings(of leaf: UInt64, size: UInt64) -> [Range<UInt64>] {
    var ranges: [Range<UInt64>] = []
    var (start, end) = (UInt64(0), size)
    while end - start > 1 {
      let split = start + (end - start).powerOfTwoBelow
      if leaf < split {
        ranges.append(split..<end)
        end = split
      } else {
        ranges.append(start..<split)
        start = split
      }
    }
    return ranges.reversed()
  }

  /// The root that the proof leads to from a leaf's hash; nil if the path has another length than
  /// a tree of that size asks for (RFC 9162 §2.1.3.2).
  package func root(from leaf: MerkleHash) -> MerkleHash? {
    guard leafIndex < treeSize else { return nil }
    var (node, last) = (leafIndex, treeSize - 1)
    var root = leaf
    for sibling in path {
      guard last != 0 else { return nil }
      if node & 1 == 1 || node == last {
        root = MerkleHash(left: sibling, right: root)
        while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        root = MerkleHash(left: root, right: sibling)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 ? root : nil
  }

  /// Whether the proof shows that `leaf` is part of the tree with that root.
  package func verifies(leaf: MerkleHash, root: MerkleHash) -> Bool {
    self.root(from: leaf) == root
  }
}
