import EventLog
import Evidence
import Foundation
import Glibc
import LedgerModel
import TestSupport
import Testing

/// A child appends from three threads and acknowledges over a pipe until it is killed at a random
/// moment. 500 kills; more with `KIEM_KILLS=10000`.
@Suite("Durability: kills", .serialized)
struct KillLoopTests {
  @Test("what was acknowledged is there, once, without gaps, and the root is right")
  func killLoop() throws {
    let count = Amount.of("KIEM_KILLS", ci: 500)
    let folder = try FastFolder()
    let path = try folder.ledger()
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    var witness = Witness(path: path)
    var acknowledged = 0
    for round in 0..<count {
      let child = try Child(["append", path, String(round)])
      var lines: [String] = []
      if round % 8 == 0 {
        // Every eighth dies while it opens the ledger, or soon after.
        usleep(UInt32(random.next() % 40_000))
      } else {
        try child.wait(for: "OPEN")
        for _ in 0..<random.next() % 12 { if let line = try child.line() { lines.append(line) } }
        usleep(UInt32(random.next() % 3_000))
      }
      child.kill()
      lines += try child.rest().lines
      acknowledged += try witness.check(lines, "round \(round) of seed \(seed)")
      if round % 100 == 99 { try witness.verify() }
    }
    try witness.verify()
    print("kill loop: \(count) kills, \(acknowledged) events acknowledged, seed \(seed)")
    #expect(acknowledged > count, "the children must come to append something")
  }
}

/// What a log must still hold, kept beside it.
private struct Witness {
  let path: String
  private var frontier = MerkleFrontier()
  private var ids: [String] = []
  private var places: [String: Int] = [:]

  init(path: String) { self.path = path }

  /// Takes in what a child said, reads what is new, and compares; yields how many events were
  /// acknowledged.
  mutating func check(_ lines: [String], _ label: String) throws -> Int {
    let head = try readOn(label)
    #expect(head.root == frontier.root, "\(label): root")
    var count = 0
    for line in lines where !line.hasPrefix("OPEN") {
      let words = line.split(separator: " ")
      guard words.count == 2, let position = Int(words[0]) else {
        Issue.record("\(label): \(line)")
        continue
      }
      count += 1
      let stored = ids.indices.contains(position - 1) ? ids[position - 1] : "nothing"
      #expect(stored == String(words[1]), "\(label): \(line)")
    }
    return count
  }

  private mutating func readOn(_ label: String) throws -> LogHead {
    let log = try EventLog.open(at: path, isReadOnly: true)
    return try log.read { snapshot in
      try snapshot.scan(from: Position(UInt64(ids.count) + 1), through: .never) { place, record in
        #expect(place.number == UInt64(ids.count) + 1, "\(label): a gap")
        frontier.append(MerkleHash(leaf: record))
        let id = try EventCodec.decode(record).event.id
        #expect(places[id] == nil, "\(label): \(id) is there twice")
        places[id] = ids.count
        ids.append(id)
        return true
      }
      #expect(snapshot.head.size == UInt64(ids.count), "\(label): the head counts otherwise")
      return snapshot.head
    }
  }

  func verify() throws {
    let report = try EventLog.verify(at: path, level: .index)
    #expect(report.problems.isEmpty, "\(report.problems.prefix(5))")
    #expect(report.eventCount == UInt64(ids.count))
  }
}
