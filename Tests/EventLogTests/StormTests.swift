import EventLog
import Foundation
import LedgerModel
import Testing
import Vault

/// Identifiers that the storm is made of: by default a million in release, of which runs of the first
/// merged level come about, and few in debug. More on demand:
///
///     KIEM_STORM_KEYS=10000000 swift test -c release --filter StormTests
private let stormKeyCount: Int = {
  if let text = ProcessInfo.processInfo.environment["KIEM_STORM_KEYS"], let count = Int(text) {
    return count
  }
  #if DEBUG
    return 20_000
  #else
    return 1_000_000
  #endif
}()

/// Reordered, duplicated and overlapping batches with restarts between, held against a plain table.
@Suite(.serialized) struct StormTests {
  /// What a plain table knows of each key: where it is and which content it has.
  private struct Model {
    var positions = [UInt32](repeating: 0, count: stormKeyCount)
    var contents = [UInt8](repeating: 0, count: stormKeyCount)
    var next: UInt64
    var counts = (appended: 0, duplicate: 0, refused: 0, withheld: 0)

    /// What has to become of a batch.
    mutating func take(_ batch: [(key: Int, content: UInt8)], isAtomic: Bool) -> [AppendOutcome?] {
      let before = next
      var added: [Int] = []
      var outcomes: [AppendOutcome?] = batch.map { key, content in
        if positions[key] == 0 {
          positions[key] = UInt32(next)
          contents[key] = content
          added.append(key)
          defer { next += 1 }
          return .appended(Position(next))
        }
        return contents[key] == content ? .duplicate(Position(UInt64(positions[key]))) : nil
      }
      if isAtomic, outcomes.contains(nil) {
        for key in added { positions[key] = 0 }
        next = before
        outcomes = outcomes.map { $0 == nil ? nil : .withheld }
      }
      for outcome in outcomes {
        switch outcome {
        case .appended: counts.appended += 1
        case .duplicate: counts.duplicate += 1
        case .withheld: counts.withheld += 1
        default: counts.refused += 1
        }
      }
      return outcomes
    }
  }

  @Test func everyBatchIsAnsweredAsAPlainTableWould() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("storm: seed \(seed), \(stormKeyCount) keys")
    var random = SplitMix(state: seed)
    let salt = random.next()
    let fixture = try LedgerFixture()
    var model = Model(next: try fixture.log.head().size + 1)
    var (frontier, batchCount, restartCount) = (0, 0, 0)
    while frontier < stormKeyCount {
      let batch = Self.batch(&frontier, &random)
      let isAtomic = random.next() % 8 == 0
      try check(batch, isAtomic: isAtomic, salt, fixture.log, &model)
      batchCount += 1
      guard random.next() % 16 == 0 else { continue }
      // Half of the restarts are orderly; the others leave the index behind the log.
      if random.next() % 2 == 0 { fixture.log.close() }
      try fixture.reopen()
      restartCount += 1
    }
    try checkAll(salt, fixture, &model)
    let statistics = try fixture.log.indexStatistics()
    print(
      "storm: \(batchCount) batches, \(restartCount) restarts, \(model.counts); "
        + "\(statistics.vainProbesPerLookup) searches in vain a look-up")
    #expect(model.counts.duplicate > 0 && model.counts.refused > 0 && model.counts.withheld > 0)
    #expect(statistics.vainProbesPerLookup < 0.2)
  }

  /// Everything once more, shuffled: nothing is new.
  private func checkAll(_ salt: UInt64, _ fixture: LedgerFixture, _ model: inout Model) throws {
    try fixture.reopen()
    let size = try fixture.log.head().size
    #expect(size == model.next - 1)
    var random = SplitMix(state: salt)
    for start in stride(from: 0, to: stormKeyCount, by: 16_384) {
      let keys = (start..<min(start + 16_384, stormKeyCount)).map { ($0, random.next()) }
      let batch = keys.sorted { $0.1 < $1.1 }.filter { model.positions[$0.0] > 0 }
        .map { (key: $0.0, content: model.contents[$0.0]) }
      try check(batch, isAtomic: false, salt, fixture.log, &model)
    }
    #expect(try fixture.log.head().size == size)
    fixture.log.close()
    let report = try EventLog.verify(at: fixture.path, level: .index)
    #expect(report.problems.isEmpty, "\(report.problems)")
  }

  private func check(
    _ batch: [(key: Int, content: UInt8)], isAtomic: Bool, _ salt: UInt64, _ log: EventLog,
    _ model: inout Model
  ) throws {
    let events = try batch.map { try Self.event($0.key, $0.content, salt) }
    let expected = model.take(batch, isAtomic: isAtomic)
    let outcomes = try log.append(
      events, mode: isAtomic ? .atomic : .each, recording: .constant(august(20)))
    var wrongCount = 0
    for (index, outcome) in outcomes.enumerated() {
      if let sought = expected[index] {
        if outcome != sought { wrongCount += 1 }
      } else if outcome.refusedBy != .identifierTaken
        || outcome.rejection?.position?.number != UInt64(model.positions[batch[index].key])
          && !isAtomic
      {
        wrongCount += 1
      }
    }
    #expect(wrongCount == 0, "of \(batch.count) answers")
  }

  /// New keys out of order, some twice, with old ones and here and there another content.
  private static func batch(
    _ frontier: inout Int, _ random: inout SplitMix
  ) -> [(key: Int, content: UInt8)] {
    let isBulk = random.next() % 4 == 0
    let sizeMax = isBulk ? max(64, stormKeyCount / 60) : 64
    let newCount = min(stormKeyCount - frontier, Int(random.next() % UInt64(sizeMax)) + 1)
    var keys = Array(frontier..<(frontier + newCount))
    frontier += newCount
    for _ in 0..<(newCount / 8) { keys.append(Int(random.next() % UInt64(frontier))) }
    for _ in 0..<(newCount / 8 + 1) {
      // The end of what was handed over before, as after an answer that got lost.
      keys.append(max(0, frontier - newCount - Int(random.next() % 64) - 1))
    }
    var index = keys.count
    while index > 1 {
      index -= 1
      keys.swapAt(index, Int(random.next() % UInt64(index + 1)))
    }
    return keys.map { ($0, random.next() % 64 == 0 ? 1 : 0) }
  }

  /// Random identifiers; two sources share each of them.
  private static func event(_ key: Int, _ content: UInt8, _ salt: UInt64) throws -> Event {
    var mixed = SplitMix(state: salt &+ UInt64(key / 2))
    var event = try LedgerFixture.study(
      key, person: key % 97, time: content == 0 ? august(2) : august(3))
    event.id = String(mixed.next(), radix: 36)
    event.source = key % 2 == 0 ? "even" : "odd"
    return event
  }
}
