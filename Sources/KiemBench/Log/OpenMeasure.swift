import EventLog
import LedgerModel

/// From a path to the first facts of a ledger: head, and one event by its identifier.
struct OpenMeasure {
  let ledger: String
  let count: Int

  func run() throws -> [Figure] {
    var opening: [Double] = []
    var looking: [Double] = []
    for _ in 0..<5 {
      var watch = Stopwatch()
      let log = try EventLog.open(at: ledger)
      let size = try log.head().size
      opening.append(watch.seconds * 1_000)
      let middle = try log.read { try $0.event(at: Position(max(1, size / 2))) }
      guard let event = middle?.event else { throw BenchError(description: "an empty ledger") }
      watch = Stopwatch()
      guard try log.position(source: event.source, id: event.id) != nil else {
        throw BenchError(description: "an event is not found by its identifier")
      }
      looking.append(watch.seconds * 1_000)
    }
    return [
      .atMost("open", events: count, .init(opening.median, "ms", digits: 2), .init(50, "ms")),
      .plain("first look-up by identifier", events: count, .init(looking.median, "ms", digits: 2)),
    ]
  }
}
