/// Folds the hashes of neighbouring leaves into the nodes that are the entries of level-1 tiles.
///
/// It begins at a multiple of 256 leaves, so ranges of a log can be hashed side by side and their
/// nodes put together in order with `MerkleFrontier.append(subtree:)`. It allocates for the list of
/// nodes only.
package struct LeafHasher: Sendable {
  /// Roots over 256 leaves each, in order.
  package private(set) var nodes: [MerkleHash] = []
  /// Hashes of the leaves behind the last node, at most 255.
  package private(set) var leaves: [MerkleHash] = []

  package init() { leaves.reserveCapacity(MerkleTile.width) }

  /// Takes in the next leaf.
  package mutating func append(_ leaf: MerkleHash) {
    leaves.append(leaf)
    guard leaves.count == MerkleTile.width else { return }
    nodes.append(leaves.foldPerfectTree())
    leaves.removeAll(keepingCapacity: true)
  }
}
