import Catalog
import Columns
import LedgerModel
import Projections
import TestSupport
import Testing

/// Rows made from stored bytes against rows made from events: the same log, once with records and
/// once without.
@Suite("Rows from stored bytes")
struct OutlinedRowsTests {
  private static let folds = SourceRegistry.projections.folds

  private func digests(
    _ log: any EventSource, workerCount: Int = 1, sizes: RowStore.Sizes = .standard
  ) throws -> [SourceDigest] {
    let store = ProjectionStore(
      log: log, folds: OutlinedRowsTests.folds, sizes: sizes, workerCount: workerCount)
    try store.advance(store.sources, through: try log.head)
    return try store.digests()
  }

  /// Events of every type with all that their fields may hold, whether or not they fit together.
  private func anything(_ seed: UInt64) -> EventList {
    var generator = EventGenerator(seed: seed, isStored: true)
    var log = TestLog()
    for _ in 0..<6 {
      for type in EventCatalog.types where !Amendments.eventTypes.contains(type.name) {
        log.add(
          generator.event(of: type), recorded: Instant(microseconds: 1_700_000_000_000_000))
      }
    }
    return EventList(log.events)
  }

  @Test("events of every type", arguments: 1...12 as ClosedRange<UInt64>)
  func everyType(seed: UInt64) throws {
    let log = anything(seed)
    let records = try RecordLog(log)
    let expected = try digests(log)
    #expect(try digests(records) == expected, "seed \(seed)")
    let small = RowStore.Sizes(chunkRowCount: 8, blockRowCount: 32)
    #expect(
      try digests(records, workerCount: 2, sizes: small).map(\.rowCount)
        == expected.map(\.rowCount), "seed \(seed)")
    #expect(
      try digests(records, workerCount: 2, sizes: small) == digests(log, sizes: small),
      "seed \(seed)")
  }

  @Test("histories with voids and corrections", arguments: 1...12 as ClosedRange<UInt64>)
  func amendedHistories(seed: UInt64) throws {
    let log = EventList(RandomHistory(seed: seed, count: 260).log.events)
    let sizes = RowStore.Sizes(chunkRowCount: 4, blockRowCount: 16)
    #expect(
      try digests(RecordLog(log), workerCount: 2, sizes: sizes) == digests(log, sizes: sizes),
      "seed \(seed)")
  }
}

/// A log in memory that has the bytes of its events, as a stored one does.
private struct RecordLog: EventSource {
  private let log: EventList
  private let records: [[UInt8]]

  /// Texts are stored in normalisation form C and fields in the order of their numbers: the log without
  /// records must have them so, too.
  init(_ log: EventList) throws {
    self.log = log
    records = try log.events.map { try EventCodec.encode($0.event, recorded: $0.recorded) }
  }

  var head: Position { log.head }

  func forEach(
    after: Position, through: Position, types: Set<String>, _ body: (RecordedEvent) throws -> Void
  ) throws {
    try log.forEach(after: after, through: through, types: types, body)
  }

  func outline(
    after: Position, through: Position, _ isWanted: [Bool], into outlines: inout EventOutlines
  ) throws -> Bool {
    for position in after.number..<through.number {
      let record = records[Int(position)]
      _ = try outlines.append(record.span, at: Position(position + 1), isWanted)
    }
    return true
  }

  func event(at position: Position) -> RecordedEvent? { log.event(at: position) }

  func position(recordedBy instant: Instant) -> Position { log.position(recordedBy: instant) }

  func recorded(at position: Position) -> Instant? { log.recorded(at: position) }
}
