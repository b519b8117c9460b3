/// Gathers the nodes that a frontier completes into full tiles.
///
/// It only knows nodes completed since it was made, so the first tile of a level may lack its
/// beginning; the log re-derives those entries once. Memory: at most 255 hashes a level.
package struct TileAssembler: Sendable {
  /// Known entries of the unfinished tile of each level, level 1 first; they end at the newest node.
  private var pending: [[MerkleHash]] = []

  package init() {}

  /// A tile that became full; `knownHashes` are its last entries, all 256 or fewer.
  package struct FullTile: Hashable, Sendable {
    package let level: UInt8
    package let index: UInt64
    package let knownHashes: [MerkleHash]

    /// How many entries at the beginning must be re-derived.
    package var missingCount: Int { MerkleTile.width - knownHashes.count }

    /// The whole tile, given its missing entries.
    package func completed(with beginning: [MerkleHash]) -> MerkleTile {
      MerkleTile(level: level, index: index, hashes: beginning + knownHashes)
    }
  }

  /// Takes in a node of `height` that ends at leaf count `size`; yields its tile if it is the last.
  package mutating func add(_ hash: MerkleHash, height: Int, size: UInt64) -> FullTile? {
    let level = height / MerkleTile.heightPerLevel
    while pending.count < level { pending.append([]) }
    pending[level - 1].append(hash)
    let entry = size >> UInt64(height) - 1
    guard entry % UInt64(MerkleTile.width) == UInt64(MerkleTile.width - 1) else { return nil }
    let known = pending[level - 1]
    pending[level - 1] = []
    return FullTile(
      level: UInt8(level), index: entry / UInt64(MerkleTile.width), knownHashes: known)
  }
}
