import EventLog
import Evidence
import Foundation
import LedgerModel
import TestSupport
import Testing

/// Exports and proofs read by implementations that are not ours.
@Suite(.serialized) struct PeerTests {
  private static let seed: UInt64 = 9_162

  /// Every edge of a tile and of a power of two up to 1,025, and some sizes between.
  private static let smallSizes: [Int] = {
    var sizes: Set<Int> = [
      0, 1, 2, 3, 4, 5, 6, 7, 254, 255, 256, 257, 258, 300, 511, 512, 513, 767, 768, 769, 1_000,
      1_022, 1_023, 1_024, 1_025,
    ]
    for power in [8, 16, 32, 64, 128] { sizes.formUnion([power - 1, power, power + 1]) }
    var generator = SplitMix(state: seed)
    for _ in 0..<12 { sizes.insert(Int(generator.next() % 1_025)) }
    return sizes.sorted()
  }()

  /// Around the first full tile of level 1, and around the next tile of level 0 behind it.
  private static let largeSizes = [65_535, 65_536, 65_537, 65_791, 65_792, 65_793]

  @Test(
    .enabled(if: Peers.areToRun, "python3 of version 3.11 or later is not there"))
  func otherImplementationsAcceptSmallLogs() throws {
    try check(Self.smallSizes, leavesPerSize: 12)
  }

  @Test(
    .enabled(if: Peers.areToRun, "python3 of version 3.11 or later is not there"))
  func otherImplementationsAcceptLogsAroundATileOfLevelOne() throws {
    try check(Self.largeSizes, leavesPerSize: 24)
  }

  private func check(_ sizes: [Int], leavesPerSize: Int) throws {
    let signed = try SignedLog()
    let folder = try TemporaryFolder()
    var generator = SplitMix(state: Self.seed)
    var exports: [[String: Any]] = []
    for size in sizes {
      let file = try signed.sign(at: size)
      let name = "size-\(size)"
      _ = try signed.log.exportTiles(file, to: folder.path + "/" + name)
      let isLarge = size > 2_000
      exports.append([
        "size": size, "folder": name,
        "first_entry": isLarge && size > sizes[0] ? size - 300 : 0,
        "inclusion": try inclusion(signed, size, leavesPerSize, &generator),
        "consistency": try consistency(signed, file),
      ])
    }
    let verifier = try signed.log.verifierKey().description
    let data = try JSONSerialization.data(
      withJSONObject: ["verifier": verifier, "exports": exports])
    try data.write(to: URL(filePath: folder.path + "/case.json"))
    let output = try Peers.run(script: "read_log.py", [folder.path])
    let counts = try #require(
      JSONSerialization.jsonObject(with: output) as? [String: Int])
    #expect(counts["checkpoints"] == sizes.count)
    #expect((counts["inclusion"] ?? 0) > sizes.count)
    #expect((counts["consistency"] ?? 0) > sizes.count)
    print("peers agreed: \(counts.sorted { $0.key < $1.key }), seed \(Self.seed)")
  }

  private func inclusion(
    _ signed: SignedLog, _ size: Int, _ count: Int, _ generator: inout SplitMix
  ) throws -> [[String: Any]] {
    guard size > 0 else { return [] }
    var leaves: Set<Int> = [0, size - 1, size / 2, (size - 1) / 256 * 256]
    for _ in 0..<count { leaves.insert(Int(generator.next() % UInt64(size))) }
    return try leaves.sorted().map { leaf in
      let proven = try signed.log.prove(Position(UInt64(leaf + 1)), size: UInt64(size))
      return ["leaf_index": leaf, "path": proven.proof.path.map(\.hex)]
    }
  }

  /// From every size that was signed before.
  private func consistency(
    _ signed: SignedLog, _ file: CheckpointFile
  ) throws -> [[String: Any]] {
    let earlier = signed.checkpoints.filter {
      $0.checkpoint.size > 0 && $0.checkpoint.size < file.checkpoint.size
    }
    return try earlier.map { old in
      let proven = try signed.log.prove(from: old, to: file)
      return ["from_size": old.checkpoint.size, "path": proven.proof.path.map(\.hex)]
    }
  }
}
