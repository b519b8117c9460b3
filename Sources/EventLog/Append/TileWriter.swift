import Evidence
import LMDB
import LedgerModel

/// Follows the tree of one log across batches and says which tiles became full.
struct TileWriter {
  private var assembler = TileAssembler()
  /// The size up to which the assembler has seen every node.
  private var size: UInt64 = 0
  private var isFollowing = false

  /// Appends the leaves of a batch to the frontier and yields the tiles they complete.
  mutating func append(
    _ leaves: [MerkleHash], to frontier: inout MerkleFrontier
  ) -> [TileAssembler.FullTile] {
    if !isFollowing || size != frontier.size {
      assembler = TileAssembler()
      isFollowing = true
    }
    var full: [TileAssembler.FullTile] = []
    for leaf in leaves {
      let size = frontier.size + 1
      frontier.append(leaf) { height, hash in
        if let tile = assembler.add(hash, height: height, size: size) { full.append(tile) }
      }
    }
    size = frontier.size
    return full
  }

  /// After a commit that failed nothing is known for certain.
  mutating func forget() { isFollowing = false }
}

extension LogStore {
  /// The entries at the beginning of a tile that was not followed from its start, worked out from
  /// what is committed: records for level 1, lower tiles above.
  func missingEntries(of tile: TileAssembler.FullTile) throws -> [MerkleHash] {
    let firstEntry = tile.index * UInt64(MerkleTile.width)
    return try read { snapshot in
      try (0..<UInt64(tile.missingCount)).map { offset in
        try snapshot.node(level: tile.level, entry: firstEntry + offset)
      }
    }
  }
}

extension LogSnapshot {
  /// The node of a tile level by its number from the left.
  borrowing func node(level: UInt8, entry: UInt64) throws -> MerkleHash {
    if level > 1 {
      guard let tile = try tile(level: level - 1, index: entry) else {
        throw LedgerError.damaged(path: path, reason: "tile \(level - 1)/\(entry) is missing")
      }
      return tile.root
    }
    var leaves: [MerkleHash] = []
    leaves.reserveCapacity(MerkleTile.width)
    let first = entry * UInt64(MerkleTile.width) + 1
    try scan(from: Position(first), through: Position(first + UInt64(MerkleTile.width) - 1)) {
      leaves.append(MerkleHash(leaf: $1))
      return true
    }
    guard leaves.count == MerkleTile.width else {
      throw LedgerError.damaged(path: path, reason: "#\(first) and what follows are missing")
    }
    return MerkleHash(perfectTreeOver: leaves)
  }
}
