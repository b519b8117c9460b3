import Catalog
import EventLog
import Kiem
import LedgerModel

/// A rebuild and its stages, in nanoseconds an event.
struct RebuildMeasure {
  let ledger: String

  func run() throws -> [Figure] {
    let ledger = try Ledger.open(at: ledger)
    let events = Int(try ledger.log.head().size)
    let decoding = try decodingSeconds(ledger.log)
    let peak = PeakMemory()
    let watch = Stopwatch()
    let report = try ledger.rebuild { _, _ in
      peak.sample()
      return true
    }
    let (seconds, processor) = (watch.seconds, watch.processorSeconds)
    peak.sample()
    func perEvent(_ name: String, _ seconds: Double) -> Figure {
      .plain(name, events: events, .init(seconds / Double(max(events, 1)) * 1e9, "ns/event"))
    }
    return [
      .atLeast(
        "rebuild", events: events, .init(Double(events) / seconds / 1e6, "M events/s", digits: 3),
        .init(1.5, "M events/s", digits: 1)),
      perEvent("rebuild, processor time", processor),
      perEvent("decoding alone", decoding),
      perEvent("decoding, folding and encoding rows", report.times.folding),
      perEvent("writing rows", report.times.writing),
      perEvent("compacting rows", report.times.compacting),
      perEvent("digests of new and live rows", report.times.comparing),
      .plain(
        "rows per event", events: events,
        .init(Double(report.rowCount) / Double(max(events, 1)), "rows", digits: 2)),
      .plain(
        "corrections and voids", events: events,
        .init(try amendmentShare(ledger.log, events) * 100, "%", digits: 2)),
      .atMost(
        "rebuild, memory beyond the map", events: events, .init(peak.mebibytes, "MiB"),
        .init(1_024, "MiB")),
    ]
  }

  private func decodingSeconds(_ log: EventLog) throws -> Double {
    let watch = Stopwatch()
    var fieldCount = 0
    try log.read { snapshot in
      try snapshot.scan(from: Position(1), through: snapshot.head.lastPosition) { _, record in
        fieldCount += try EventCodec.decode(record).event.data.count
        return true
      }
    }
    guard fieldCount > 0 else { throw BenchError(description: "the ledger holds no event") }
    return watch.seconds
  }

  private func amendmentShare(_ log: EventLog, _ events: Int) throws -> Double {
    var count = 0
    try log.read { snapshot in
      try snapshot.scan(from: Position(1), through: snapshot.head.lastPosition) { _, record in
        if let type = try EventCodec.peek(record).type(in: record),
          Amendments.eventTypes.contains(type.name)
        {
          count += 1
        }
        return true
      }
    }
    return Double(count) / Double(max(events, 1))
  }
}
