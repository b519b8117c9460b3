import EventLog
import Evidence
import LedgerModel

/// Verification of every stored byte, beside nothing but the hashes of the same bytes.
struct VerifyMeasure {
  let ledger: String
  let count: Int

  func run() throws -> [Figure] {
    var watch = Stopwatch()
    let report = try EventLog.verify(at: ledger, level: .bytes)
    let verifying = watch.seconds
    guard report.isSound else { throw BenchError(description: "the ledger does not verify") }
    let log = try EventLog.open(at: ledger, isReadOnly: true)
    watch = Stopwatch()
    var frontier = MerkleFrontier()
    try log.read { snapshot in
      try snapshot.scan(from: Position(1), through: snapshot.head.lastPosition) { _, record in
        frontier.append(MerkleHash(leaf: record))
        return true
      }
    }
    let hashing = watch.seconds
    let events = Double(report.eventCount)
    return [
      .atLeast(
        "verify level 2", events: count, .init(events / verifying / 1e6, "M events/s", digits: 2),
        .init(4, "M events/s")),
      .rate(
        "verify level 2", events: count, .init(events / verifying, "events/s"),
        against: "hashes only", .init(events / hashing, "events/s"), least: nil),
    ]
  }
}
