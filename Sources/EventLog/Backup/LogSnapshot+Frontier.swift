import Evidence
import LedgerModel

extension LogSnapshot {
  /// The right edge of the tree as it was when the log had `size` events, from tiles and, where no
  /// tile is full yet, from the stored events. O(log size) tiles and at most 65,536 events.
  borrowing func frontier(at size: UInt64) throws -> MerkleFrontier {
    guard size < head.size else {
      guard size == head.size else {
        throw LedgerError.damaged(path: path, reason: "#\(size) is missing")
      }
      return head.frontier
    }
    var encoded: [UInt8] = []
    var first: UInt64 = 0
    for height in stride(from: 63, through: 0, by: -1) where size >> UInt64(height) & 1 == 1 {
      try perfectTree(first: first, height: height).append(to: &encoded)
      first += 1 << UInt64(height)
    }
    guard let frontier = MerkleFrontier(size: size, encoded: encoded.span) else {
      throw LedgerError.damaged(path: path, reason: "the tiles do not give a root at #\(size)")
    }
    return frontier
  }

  /// The root of the perfect tree over `1 << height` leaves from `first` on, counted from 0.
  private borrowing func perfectTree(first: UInt64, height: Int) throws -> MerkleHash {
    let level = height / MerkleTile.heightPerLevel
    let count: UInt64 = 1 << UInt64(height % MerkleTile.heightPerLevel)
    let entry = first >> UInt64(level * MerkleTile.heightPerLevel)
    if level == 0 { return MerkleHash(perfectTreeOver: try leaves(from: first, count: count)) }
    let hashes = try (0..<count).map { try hash(level: UInt8(level), entry: entry + $0) }
    return MerkleHash(perfectTreeOver: hashes)
  }

  private borrowing func hash(level: UInt8, entry: UInt64) throws -> MerkleHash {
    let width = UInt64(MerkleTile.width)
    if let tile = try tile(level: level, index: entry / width) {
      return tile.hashes[Int(entry % width)]
    }
    return try node(level: level, entry: entry)
  }

  private borrowing func leaves(from first: UInt64, count: UInt64) throws -> [MerkleHash] {
    var leaves: [MerkleHash] = []
    try scan(from: Position(first + 1), through: Position(first + count)) { _, record in
      leaves.append(MerkleHash(leaf: record))
      return true
    }
    return leaves
  }
}
