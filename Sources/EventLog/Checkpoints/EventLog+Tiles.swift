package import Evidence
import LedgerModel

/// What an export of tiles wrote.
package struct TileExport: Hashable, Sendable {
  /// Events that the folder stands for now.
  package let size: UInt64
  /// Events that it stood for before; 0 for a new folder.
  package let previousSize: UInt64
  package let fileCount: Int
}

extension EventLog {
  /// The signed checkpoint of the largest size.
  package func newestCheckpoint() throws -> CheckpointFile {
    guard let newest = try KeptCheckpoints(folder: folder).newest() else {
      throw EvidenceError.noCheckpoints
    }
    return newest
  }

  /// The signed checkpoint of a size.
  package func keptCheckpoint(ofSize size: UInt64) throws -> CheckpointFile {
    guard let file = try KeptCheckpoints(folder: folder).file(ofSize: size) else {
      throw EvidenceError.noCheckpoint(size: size)
    }
    return file
  }

  /// The public key of the ledger's checkpoints.
  package func verifierKey() throws -> NoteVerifier {
    guard let key = try SigningKeys(folder: folder).verifier() else {
      throw EvidenceError.missingKey(path: folder.keys + "/" + SigningKeys.publicName)
    }
    return key
  }

  /// Writes what a checkpoint stands for as static files of C2SP tlog-tiles: hash tiles of all
  /// levels, entry bundles, and the checkpoint last.
  ///
  /// A folder that holds a shorter export of the same log is continued. Every record written is
  /// hashed; if the root is not the checkpoint's, nothing is finished.
  ///
  /// - Parameter progress: called now and then with events done and in total; false cancels.
  package func exportTiles(
    _ checkpoint: CheckpointFile, to path: String, progress: ProgressHandler = { _, _ in true }
  ) throws -> TileExport {
    var folder = TileFolder(path: path)
    let previous = try folder.previous()
    let size = checkpoint.checkpoint.size
    var cache = NodeCache()
    let first = try read { snapshot in
      for file in [checkpoint, previous].compactMap(\.self) { try check(file, snapshot, &cache) }
      if let previous, previous.checkpoint.size > size {
        throw EvidenceError.ahead(file: previous.path, size: previous.checkpoint.size, held: size)
      }
      return (previous?.checkpoint.size ?? 0) / UInt64(MerkleTile.width)
    }
    var frontier = try read { try $0.frontier(ofSize: first * UInt64(MerkleTile.width), &cache) }
    for index in first..<(size + UInt64(MerkleTile.width) - 1) / UInt64(MerkleTile.width) {
      guard progress(index * UInt64(MerkleTile.width), size) else { throw LedgerError.cancelled }
      try write(bundle: index, size: size, to: &folder, &frontier, &cache)
    }
    guard frontier.root == checkpoint.checkpoint.root else {
      throw LedgerError.damaged(path: self.folder.path, reason: "records do not give the root")
    }
    try read { snapshot in
      let previousSize = previous?.checkpoint.size ?? 0
      try snapshot.writeUpperTiles(from: previousSize, to: size, in: &folder, &cache)
    }
    try folder.finish(checkpoint.note)
    _ = progress(size, size)
    return TileExport(
      size: size, previousSize: previous?.checkpoint.size ?? 0, fileCount: folder.fileCount)
  }

  /// One entry bundle and its tile of level 0; the nodes that they complete are kept for the tiles
  /// above, so that those hold what the records give.
  private func write(
    bundle index: UInt64, size: UInt64, to folder: inout TileFolder,
    _ frontier: inout MerkleFrontier, _ cache: inout NodeCache
  ) throws {
    let start = index * UInt64(MerkleTile.width)
    let end = min(size, start + UInt64(MerkleTile.width))
    var bundle = EntryBundle()
    var tile: [UInt8] = []
    try read { snapshot in
      try snapshot.scan(from: Position(start + 1), through: Position(end)) { position, record in
        bundle.append(record)
        let leaf = MerkleHash(leaf: record)
        leaf.append(to: &tile)
        frontier.append(leaf) { height, hash in
          let node = MerkleNode(height: height, index: position.number >> UInt64(height) - 1)
          cache[node] = hash
        }
        return true
      }
    }
    let width = bundle.count
    try folder.write(bundle.bytes, to: TilePath.entries(index: index, width: width))
    try folder.write(tile, to: TilePath.tile(level: 0, index: index, width: width))
  }
}

extension LogSnapshot {
  /// Tiles of level 1 and above that an export of `previous` events does not hold whole.
  fileprivate borrowing func writeUpperTiles(
    from previous: UInt64, to size: UInt64, in folder: inout TileFolder, _ cache: inout NodeCache
  ) throws {
    let width = UInt64(MerkleTile.width)
    var level = 1
    while size >> UInt64(level * MerkleTile.heightPerLevel) > 0 {
      let height = level * MerkleTile.heightPerLevel
      let count = size >> UInt64(height)
      for index in previous >> UInt64(height) / width..<(count + width - 1) / width {
        let entries = index * width..<min(count, (index + 1) * width)
        var bytes: [UInt8] = []
        for entry in entries {
          try hash(of: MerkleNode(height: height, index: entry), &cache).append(to: &bytes)
        }
        try folder.write(
          bytes, to: TilePath.tile(level: level, index: index, width: entries.count))
      }
      level += 1
    }
  }
}
