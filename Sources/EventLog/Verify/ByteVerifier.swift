import Catalog
import Evidence
import LedgerModel

/// Hashes every stored record again and compares with what the log claims about them: full tiles
/// locate damage to 256 events, the frontier's subtrees to what lies behind the last full tile.
struct ByteVerifier {
  private var frontier = MerkleFrontier()
  private var assembler = TileAssembler()
  private var last = Instant(microseconds: 0)
  private(set) var report: VerificationReport
  /// Entries of tiles that the records do not give. Whether records or tile were altered is known
  /// at the end, from the head.
  private var mismatches: [TileMismatch] = []
  private var unlistedMismatchCount = 0
  /// What the log says about its own signed checkpoints.
  private(set) var statements: [CheckpointStatement] = []
  /// Whether bytes of records are wrong, so that nothing the log says can be relied on.
  private(set) var hasFoundBytes = false

  /// Adds to what was found before.
  init(_ report: VerificationReport) { self.report = report }

  /// Takes in the events behind those before; `tile` looks a stored tile up.
  mutating func take(
    _ range: HashedRange, from first: UInt64,
    tile: (_ level: UInt8, _ index: UInt64) throws -> MerkleTile?
  ) throws {
    for problem in range.problems { report.add(problem) }
    statements += range.statements
    if let recorded = range.recorded {
      if recorded.first < last { report.add(.wrongOrder(Position(first))) }
      last = recorded.last
    }
    for node in range.hashes.nodes {
      try take(node, height: MerkleTile.heightPerLevel, tile: tile)
    }
    for leaf in range.hashes.leaves { try take(leaf, height: 0, tile: tile) }
    report.count(range.eventCount)
  }

  private mutating func take(
    _ node: MerkleHash, height: Int,
    tile: (_ level: UInt8, _ index: UInt64) throws -> MerkleTile?
  ) throws {
    let size = frontier.size + (1 << UInt64(height))
    var full: [TileAssembler.FullTile] = []
    frontier.append(subtree: node, height: height) { height, hash in
      if let tile = assembler.add(hash, height: height, size: size) { full.append(tile) }
    }
    for derived in full {
      compare(derived.completed(with: []), with: try tile(derived.level, derived.index))
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
      guard mismatches.count < VerificationReport.problemCountMax else {
        unlistedMismatchCount += 1
        continue
      }
      mismatches.append(
        TileMismatch(
          level: derived.level, index: derived.index, positions: start...(start + unit - 1)))
    }
  }

  /// Records that give the head's root are what was recorded: then the tile was altered.
  private mutating func addMismatches(_ head: LogHead) {
    let recordsFit = frontier == head.frontier
    for mismatch in mismatches {
      let tile = "tile \(mismatch.level)/\(mismatch.index)"
      report.add(
        recordsFit
          ? VerificationProblem(
            .tile, mismatch.positions, "\(tile) does not hold the hash of these events")
          : VerificationProblem(
            .bytes, mismatch.positions, "the stored bytes do not give the hash in \(tile)"))
    }
    guard unlistedMismatchCount > 0 else { return }
    report.add(
      VerificationProblem(
        recordsFit ? .tile : .bytes, nil,
        "\(unlistedMismatchCount) more entries of tiles do not fit the events"))
  }

  /// Compares what the records gave with the head of the log.
  mutating func finish(_ head: LogHead) {
    addMismatches(head)
    hasFoundBytes = frontier != head.frontier
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

/// An entry of a stored tile that differs from what the records give.
private struct TileMismatch {
  let level: UInt8
  let index: UInt64
  let positions: ClosedRange<UInt64>
}

/// What an event of this program says about a checkpoint that was signed.
struct CheckpointStatement: Sendable {
  /// Where the log says it.
  let position: UInt64
  let size: UInt64
  /// Hexadecimal digits.
  let root: String

  /// Statements that came in from elsewhere are not about this log.
  init?(_ event: Event, at position: Position) {
    guard event.source == Event.checkpointSource, event.type.name == "checkpoint.signed",
      let size = event.position("position"), let root = event.text("root")
    else { return nil }
    self.position = position.number
    self.size = size.number
    self.root = root
  }
}
