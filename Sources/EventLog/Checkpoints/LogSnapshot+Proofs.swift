import Evidence
import LedgerModel

/// Hashes that were worked out for one proof, so that a node is looked up once.
struct NodeCache {
  private var hashes: [MerkleNode: MerkleHash] = [:]

  subscript(node: MerkleNode) -> MerkleHash? {
    get { hashes[node] }
    set { hashes[node] = newValue }
  }
}

extension LogSnapshot {
  /// The hash of a node of the tree: from a stored tile where that is full, else from what lies
  /// below it. O(1) tiles; at the right edge of the log at most 65,536 records are hashed, however
  /// long it is.
  borrowing func hash(of node: MerkleNode, _ cache: inout NodeCache) throws -> MerkleHash {
    if let known = cache[node] { return known }
    let hash = try derive(node, &cache)
    cache[node] = hash
    return hash
  }

  private borrowing func derive(
    _ node: MerkleNode, _ cache: inout NodeCache
  ) throws -> MerkleHash {
    precondition(node.leaves.upperBound <= head.size, "A node lies within the log.")
    guard node.height >= MerkleTile.heightPerLevel else { return try leafTree(node.leaves) }
    let level = node.height / MerkleTile.heightPerLevel
    let extra = node.height % MerkleTile.heightPerLevel
    let first = node.index << UInt64(extra)
    let width = UInt64(MerkleTile.width)
    if let tile = try tile(level: UInt8(level), index: first / width) {
      let start = Int(first % width)
      return MerkleHash(perfectTreeOver: Array(tile.hashes[start..<(start + 1 << extra)]))
    }
    if node.height == MerkleTile.heightPerLevel { return try leafTree(node.leaves) }
    let (left, right) = node.children
    return MerkleHash(left: try hash(of: left, &cache), right: try hash(of: right, &cache))
  }

  /// The tree over at most 256 records.
  private borrowing func leafTree(_ leaves: Range<UInt64>) throws -> MerkleHash {
    var hashes: [MerkleHash] = []
    hashes.reserveCapacity(leaves.count)
    try scan(from: Position(leaves.lowerBound + 1), through: Position(leaves.upperBound)) {
      hashes.append(MerkleHash(leaf: $1))
      return true
    }
    return MerkleHash(perfectTreeOver: hashes)
  }

  /// The root of the first `size` events, which must be there.
  borrowing func root(ofSize size: UInt64, _ cache: inout NodeCache) throws -> MerkleHash {
    if size == head.size { return head.root }
    return try MerkleHash(of: 0..<size) { try hash(of: $0, &cache) }
  }

  /// The proof that the first `from` events are the beginning of the first `to`.
  borrowing func consistencyProof(
    from: UInt64, to: UInt64, _ cache: inout NodeCache
  ) throws -> ConsistencyProof {
    try ConsistencyProof(fromSize: from, toSize: to) { try hash(of: $0, &cache) }
  }

  /// The proof that an event is among the first `size`.
  borrowing func inclusionProof(
    of position: Position, size: UInt64, _ cache: inout NodeCache
  ) throws -> InclusionProof {
    try InclusionProof(leafIndex: position.number - 1, treeSize: size) {
      try hash(of: $0, &cache)
    }
  }
}
