import EventLog
import Foundation
import LedgerModel
import Synchronization
import TestSupport
import Testing

/// Many read while many append: nobody is ever handed an event out of order, twice, or not at all.
///
/// Positions are given inside the commit, so a reader that goes on behind the last position it saw
/// cannot skip what commits later. 10 million deliveries.
@Suite struct DeliveryTests {
  private static let seed: UInt64 = 4_952
  private static let appenderCount = 4
  private static let eventsPerAppender = 5_000
  private static let threadCount = 10
  private static let readersPerThread = 50

  /// One reader's place in the log and a digest of all that it was handed, in order.
  private struct Reader {
    var position: UInt64 = 0
    var digest: UInt64 = 14_695_981_039_346_656_037
    /// The digest at every thousandth position.
    var marks: [UInt64] = []
    var deliveredCount = 0
    var problems: [String] = []

    mutating func take(_ place: Position, _ record: Span<UInt8>) {
      if place.number != position + 1 {
        problems.append("#\(place.number) was handed over behind #\(position)")
      }
      position = place.number
      for index in record.indices { digest = (digest ^ UInt64(record[index])) &* 1_099_511_628_211 }
      if position % 1_000 == 0 { marks.append(digest) }
      deliveredCount += 1
    }
  }

  @Test func everyReaderIsHandedTheLogInOrder() throws {
    let fixture = try LedgerFixture()
    let path = fixture.path
    let first = try fixture.log.head().size
    let last = first + UInt64(Self.appenderCount * Self.eventsPerAppender)
    let readers = Mutex<[Reader]>([])
    let failures = Mutex<[String]>([])
    let group = DispatchGroup()
    func start(_ body: @escaping @Sendable () throws -> Void) {
      group.enter()
      Thread.detachNewThread { [group] in
        do { try body() } catch { failures.withLock { $0.append("\(error)") } }
        group.leave()
      }
    }
    for number in 0..<Self.appenderCount {
      let log = fixture.log
      start { try Self.append(to: log, as: number) }
    }
    for number in 0..<Self.threadCount {
      start {
        let log = try EventLog.open(at: path, isReadOnly: true)
        let done = try Self.follow(log, to: last, as: number)
        readers.withLock { $0 += done }
      }
    }
    group.wait()
    #expect(failures.withLock { $0 } == [])
    var whole = Reader()
    try fixture.log.read { snapshot in
      try snapshot.scan(from: Position(1), through: Position(last)) {
        whole.take($0, $1)
        return true
      }
    }
    #expect(try fixture.log.head().size == last)
    #expect(whole.problems.isEmpty && whole.position == last)
    let done = readers.withLock { $0 }
    for reader in done {
      #expect(reader.problems.isEmpty, "\(reader.problems.prefix(3))")
      #expect(reader.position == last && reader.marks == whole.marks)
      #expect(reader.digest == whole.digest)
    }
    let deliveredCount = done.reduce(0) { $0 + $1.deliveredCount }
    #expect(deliveredCount >= 10_000_000)
    print(
      "\(Self.appenderCount) appenders, \(done.count) readers, \(deliveredCount) deliveries, "
        + "seed \(Self.seed)")
  }

  /// Batches of one to forty events, so that commits of all sizes mix.
  private static func append(to log: EventLog, as number: Int) throws {
    var generator = SplitMix(state: seed &+ UInt64(number))
    var next = 0
    while next < eventsPerAppender {
      let count = min(eventsPerAppender - next, Int(generator.next() % 40) + 1)
      let events = try (next..<next + count).map {
        try LedgerFixture.unit("n\(number)-\($0)", parent: "province")
      }
      let outcomes = try log.append(events, recording: .constant(august(20)))
      for outcome in outcomes { _ = try #require(outcome.position, "\(outcome)") }
      next += count
    }
  }

  /// Readers of one thread, which read in turn as far as the log goes, or stop before.
  private static func follow(_ log: EventLog, to last: UInt64, as number: Int) throws -> [Reader] {
    var generator = SplitMix(state: seed &* 31 &+ UInt64(number))
    var readers = Array(repeating: Reader(), count: readersPerThread)
    var rest = Array(readers.indices)
    while !rest.isEmpty {
      let turn = Int(generator.next() % UInt64(rest.count))
      let index = rest[turn]
      let stop = min(last, readers[index].position + 1 + generator.next() % 2_000)
      let isNew = try log.read { snapshot in
        let through = min(stop, snapshot.head.size)
        guard through > readers[index].position else { return false }
        try snapshot.scan(
          from: Position(readers[index].position + 1), through: Position(through)
        ) {
          readers[index].take($0, $1)
          return true
        }
        return true
      }
      if readers[index].position == last { rest.remove(at: turn) }
      if !isNew { usleep(200) }
    }
    return readers
  }
}
