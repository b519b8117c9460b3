import Evidence
import LedgerModel

/// Hashes every stored record again and compares with what the log claims about them: full tiles
/// locate damage to 256 events, the frontier's subtrees to what lies behind the last full tile.
struct ByteVerifier {
  private var frontier = MerkleFrontier()
  private var assembler = TileAssembler()
  private var last = Instant(microseconds: 0)
  private(set) var report: VerificationReport

  init(level: VerificationLevel) { report = VerificationReport(level: level) }

  /// Takes in the next record; `tile` looks a stored tile up.
  mutating func take(
    _ record: Span<UInt8>, at position: Position,
    tile: (_ level: UInt8, _ index: UInt64) throws -> MerkleTile?
  ) throws {
    checkRecord(record, at: position)
    let size = frontier.size + 1
    var full: [TileAssembler.FullTile] = []
    frontier.append(MerkleHash(leaf: record)) { height, hash in
      if let tile = assembler.add(hash, height: height, size: size) { full.append(tile) }
    }
    for derived in full {
      compare(derived.completed(with: []), with: try tile(derived.level, derived.index))
    }
    report.count(1)
  }

  private mutating func checkRecord(_ record: Span<UInt8>, at position: Position) {
    let place = position.number...position.number
    do {
      let recorded: Instant
      switch try EventCodec.read(record) {
      case .event(let instant, _): recorded = instant
      case .unknown(let unknown): recorded = unknown.recorded
      }
      if recorded < last {
        report.add(VerificationProblem(.order, place, "recorded before the event in front of it"))
      }
      last = max(last, recorded)
    } catch {
      report.add(VerificationProblem(.record, place, "cannot be read: \(error)"))
    }
  }

  private mutating func compare(_ derived: MerkleTile, with stored: MerkleTile?) {
    let unit = MerkleTile.leafCountPerEntry(level: derived.level) ?? 1
    let first = derived.index * unit * UInt64(MerkleTile.width) + 1
    guard let stored else {
      let last = first + unit * UInt64(MerkleTile.width) - 1
      report.add(
        VerificationProblem(
          .tile, first...last, "tile \(derived.level)/\(derived.index) is missing"))
      return
    }
    for entry in 0..<MerkleTile.width where derived.hashes[entry] != stored.hashes[entry] {
      let start = first + UInt64(entry) * unit
      report.add(
        VerificationProblem(
          .bytes, start...(start + unit - 1), "the stored bytes do not give the hash in the tile"))
    }
  }

  /// Compares what the records gave with the head of the log.
  mutating func finish(_ head: LogHead) {
    let derived = frontier.perfectSubtrees
    for (mine, stored) in zip(derived, head.frontier.perfectSubtrees)
    where mine.firstLeaf == stored.firstLeaf && mine.leafCount == stored.leafCount {
      guard mine.root != stored.root else { continue }
      let first = mine.firstLeaf + 1
      report.add(
        VerificationProblem(
          .bytes, first...(first + mine.leafCount - 1),
          "the stored bytes do not give the hash in the head"))
    }
    if frontier.size != head.size {
      report.add(
        VerificationProblem(
          .head, nil, "the head counts \(head.size) events, \(frontier.size) are stored"))
    }
    if head.size > 0, last != head.lastRecorded {
      report.add(VerificationProblem(.head, nil, "the head's last instant is not the last event's"))
    }
    report.root = frontier.root.hex
  }

  mutating func add(_ problem: VerificationProblem) { report.add(problem) }
}
