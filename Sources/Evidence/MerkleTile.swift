/// A full tile of C2SP tlog-tiles: 256 neighbouring hashes of one height of the tree.
///
/// Tile `index` of `level` holds the nodes of height `8 × level` numbered `256 × index …`. Level 0 are
/// the leaf hashes and is derived from the records; only full tiles of level 1 and above are kept.
package struct MerkleTile: Hashable, Sendable {
  package let level: UInt8
  package let index: UInt64
  /// 256 hashes from left to right.
  package let hashes: [MerkleHash]

  /// Hashes per tile.
  package static let width = 256
  /// Heights of the tree that one level of tiles spans.
  package static let heightPerLevel = 8

  package init(level: UInt8, index: UInt64, hashes: [MerkleHash]) {
    precondition(hashes.count == Self.width, "A full tile has 256 hashes.")
    self.level = level
    self.index = index
    self.hashes = hashes
  }

  /// Reads the 8,192 bytes of a stored tile; nil if the length is another.
  package init?(level: UInt8, index: UInt64, encoded: Span<UInt8>) {
    guard encoded.count == Self.width * MerkleHash.byteCount else { return nil }
    self.level = level
    self.index = index
    hashes = (0..<Self.width).compactMap { MerkleHash(encoded, at: $0 * MerkleHash.byteCount) }
  }

  /// The hashes one after the other, as tlog-tiles serves them.
  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.width * MerkleHash.byteCount)
    for hash in hashes { hash.append(to: &bytes) }
    return bytes
  }

  /// The node above the tile: one entry of the tile a level up.
  package var root: MerkleHash { MerkleHash(perfectTreeOver: hashes) }

  /// Where the tile is kept: its level, then its index, so that a level lies together.
  package var key: [UInt8] { Self.key(level: level, index: index) }

  package static func key(level: UInt8, index: UInt64) -> [UInt8] {
    [level] + (0..<8).map { UInt8(truncatingIfNeeded: index >> UInt64(56 - 8 * $0)) }
  }

  /// Leaves below one entry of a tile of that level: 1, 256, 65,536 …; nil above level 7, which no
  /// log reaches.
  package static func leafCountPerEntry(level: UInt8) -> UInt64? {
    level < 8 ? 1 << UInt64(heightPerLevel * Int(level)) : nil
  }
}
