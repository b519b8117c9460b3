/// The right edge of a Merkle tree: enough to append leaves and to know the root (RFC 9162 §2.1).
///
/// Holds one hash for every bit set in `size`: the roots of the perfect subtrees from left to right.
/// Appending costs one hash on average beyond the leaf's own, and memory is O(log size).
package struct MerkleFrontier: Hashable, Sendable {
  /// Number of leaves.
  package private(set) var size: UInt64
  /// Roots of the perfect subtrees, the largest first.
  private var subtrees: [MerkleHash]

  /// The frontier of the empty tree.
  package init() {
    size = 0
    subtrees = []
  }

  /// Reads what `encoded` wrote for a tree of `size` leaves; nil if the length does not fit.
  package init?(size: UInt64, encoded: Span<UInt8>) {
    let count = size.nonzeroBitCount
    guard encoded.count == count * MerkleHash.byteCount else { return nil }
    self.size = size
    subtrees = (0..<count).compactMap { MerkleHash(encoded, at: $0 * MerkleHash.byteCount) }
  }

  /// The subtree roots, 32 bytes each, the largest subtree first: at most 2 KiB.
  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    for hash in subtrees { hash.append(to: &bytes) }
    return bytes
  }

  /// Appends one leaf.
  ///
  /// - Parameter completed: called for every node of a height divisible by eight that the leaf
  ///   completes, lowest first, with the node's height; those nodes are the entries of tiles.
  package mutating func append(
    _ leaf: MerkleHash, completed: (_ height: Int, _ hash: MerkleHash) -> Void = { _, _ in }
  ) {
    append(subtree: leaf, height: 0, completed: completed)
  }

  /// Appends the root of a perfect tree over 2^`height` leaves, which must begin where such a tree
  /// can: the size is a multiple of 2^`height`.
  ///
  /// - Parameter completed: as of a leaf; nodes below the subtree's root are not told.
  package mutating func append(
    subtree root: MerkleHash, height first: Int,
    completed: (_ height: Int, _ hash: MerkleHash) -> Void = { _, _ in }
  ) {
    precondition(size & ((1 << UInt64(first)) &- 1) == 0, "A subtree begins at its own width.")
    var node = root
    var height = first
    if height > 0, height % MerkleTile.heightPerLevel == 0 { completed(height, node) }
    while size >> UInt64(height) & 1 == 1 {
      node = MerkleHash(left: subtrees.removeLast(), right: node)
      height += 1
      if height % MerkleTile.heightPerLevel == 0 { completed(height, node) }
    }
    subtrees.append(node)
    size += 1 << UInt64(first)
  }

  /// The root over all leaves. O(log size) hashes.
  package var root: MerkleHash {
    guard var node = subtrees.last else { return .empty }
    for left in subtrees.dropLast().reversed() { node = MerkleHash(left: left, right: node) }
    return node
  }

  /// The perfect subtrees from left to right: where each begins (first leaf is 0), how many leaves
  /// it has, and its root. Damage behind the last full tile is located to one of them.
  package var perfectSubtrees: [(firstLeaf: UInt64, leafCount: UInt64, root: MerkleHash)] {
    var result: [(firstLeaf: UInt64, leafCount: UInt64, root: MerkleHash)] = []
    var firstLeaf: UInt64 = 0
    var remaining = subtrees[...]
    for bit in stride(from: 63, through: 0, by: -1) where size >> UInt64(bit) & 1 == 1 {
      guard let root = remaining.popFirst() else { break }
      result.append((firstLeaf, 1 << UInt64(bit), root))
      firstLeaf += 1 << UInt64(bit)
    }
    return result
  }
}
