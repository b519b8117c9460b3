import EventLog
import LedgerModel

/// Bulk appends of small events whose identifiers come in order, and in no order.
struct IdentifierMeasure {
  let ledger: String
  let count: Int

  private static let batchCount = 16_384

  func run() throws -> [Figure] {
    let log = try EventLog.open(at: ledger)
    let small = try SmallEvent(in: log)
    let batches = max(2, min(12, count / Self.batchCount))
    var (ordered, random): ([Double], [Double]) = ([], [])
    var generator = SystemRandomNumberGenerator()
    for batch in 0..<batches {
      ordered.append(
        try rate(log, small) { "o-\(count)-\(batch)-\(String($0 + 1_000_000).dropFirst())" })
      random.append(
        try rate(log, small) { _ in
          String(generator.next() as UInt64, radix: 16) + String(generator.next(), radix: 16)
        })
    }
    let statistics = try log.indexStatistics()
    log.close()
    let probes = Double(statistics.fullProbeCount) / Double(max(1, statistics.lookupCount))
    return [
      .rate(
        "bulk append, random identifiers", events: count, .init(random.median, "events/s"),
        against: "ordered", .init(ordered.median, "events/s"), least: 0.75),
      .atMost(
        "searches in a run for each new identifier", events: count,
        .init(probes, "searches", digits: 3), .init(0.2, "searches", digits: 1)),
    ]
  }

  private func rate(
    _ log: EventLog, _ small: SmallEvent, _ id: (Int) -> String
  ) throws -> Double {
    let now = RecordingClock.wallClock()
    let drafts = (0..<Self.batchCount).map { Draft(small.event(id: id($0), time: now)) }
    let watch = Stopwatch()
    let outcomes = try log.append(
      drafts, options: AppendOptions(recording: .wall, isBulk: true))
    let seconds = watch.seconds
    guard outcomes.allSatisfy({ $0.rejection == nil }) else {
      throw BenchError(description: "an event of the benchmark was refused")
    }
    return Double(drafts.count) / seconds
  }
}
