import Foundation
import TestSupport
import Testing

/// A script is recorded call by call; then every moment of it is taken for a power failure, and
/// whatever the disk may hold then is rebuilt, opened and verified: all of what was not flushed,
/// nothing of it, or any part of it in any order, torn at sectors of 512 bytes.
///
/// Once with a sound disk and once with one whose calls fail now and then.
///
/// 2,000 states of each at least; more with `KIEM_CRASH_STATES=50000`.
@Suite("Durability: power failures", .serialized)
struct CrashStateTests {
  private static let commitCount = 120

  @Test(
    "every state opens, verifies and holds what was acknowledged",
    arguments: [false, true])
  func states(withFaults: Bool) throws {
    let wanted = Amount.of("KIEM_CRASH_STATES", ci: 2_000)
    let folder = try FastFolder()
    let path = try folder.ledger()
    try Child.run(
      ["trace", path, String(Self.commitCount), withFaults ? "1" : "0"],
      environment: Shim.environment(below: path))
    let seed = Int.random(in: 0...Int(UInt32.max))
    // A commit, its mark and what the vault writes before it make eight steps and more.
    let perPoint = max(2, wanted / (Self.commitCount * 8))
    let workers = try (0..<2).map {
      try Child(["states", path, String(seed), String($0), String(perPoint)])
    }
    var count = 0
    for worker in workers {
      let (lines, status) = try worker.rest()
      #expect(status == 0, "the child ended with \(status)")
      for line in lines {
        if line.hasPrefix("STATES ") {
          count += Int(line.dropFirst(7)) ?? 0
        } else if !line.hasPrefix("AT ") {
          Issue.record("\(line)")
        }
      }
    }
    print(
      "power failures\(withFaults ? ", some behind failed commits" : ""): "
        + "\(count) states, seed \(seed)")
    #expect(count >= wanted)
  }
}
