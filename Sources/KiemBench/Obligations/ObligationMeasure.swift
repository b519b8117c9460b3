import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan

/// Deriving and judging the obligations of many bearers: what the first question costs, what the
/// next one does, and where it goes. In nanoseconds a row, one row a bearer and duty.
struct ObligationMeasure {
  let bearerCount: Int

  func run() throws -> [Figure] {
    let log = try DutyLog(bearerCount: bearerCount)
    let registry = SourceRegistry.complete
    let store = ProjectionStore(log: log, folds: registry.folds)
    let peak = PeakMemory()
    let folding = Stopwatch()
    try store.advance(registry.storedSources(behind: "obligations"), through: log.head)
    var figures = [perRow("folding rules and units", folding.seconds)]
    for name in ["first", "next"] {
      let context = ReadingContext(
        reading: Reading(position: log.head, clock: log.end), store: store, registry: registry)
      let watch = Stopwatch()
      let times = try context.obligations.times
      figures += [
        perRow("\(name) question: evidence index", times.indexing.asSeconds),
        perRow("\(name) question: holders", times.routing.asSeconds),
        perRow("\(name) question: dispatch", times.dispatching.asSeconds),
      ]
      let counting = Stopwatch()
      let counts = try countByStatus(context)
      figures.append(perRow("\(name) question: judging and counting", counting.seconds))
      guard counts.values.reduce(0, +) == rowCount else {
        throw BenchError(description: "not every bearer owes every duty: \(counts)")
      }
      figures.append(answer(name, watch.seconds))
      peak.sample()
    }
    figures.append(
      .plain("memory beyond the map", events: eventCount, .init(peak.mebibytes, "MiB")))
    return figures
  }

  private var rowCount: Int { bearerCount * DutyLog.dutyCount }
  private var eventCount: Int { rowCount * 2 }

  private func perRow(_ name: String, _ seconds: Double) -> Figure {
    .plain(name, events: eventCount, .init(seconds / Double(rowCount) * 1e9, "ns/row"))
  }

  /// The bar is half a second for a million bearers.
  private func answer(_ name: String, _ seconds: Double) -> Figure {
    .atMost(
      "\(name) question: everything", events: eventCount,
      .init(seconds / Double(rowCount) * 1e9, "ns/row"), .init(100, "ns/row"))
  }

  private func countByStatus(_ context: ReadingContext) throws -> [Value: Int] {
    var counts: [Value: Int] = [:]
    try context.scan("obligations", all: false, columns: ["status"]) { block in
      for row in block.mask.rows {
        counts[block.columns[0].value(at: Int(row)), default: 0] += 1
      }
    }
    return counts
  }
}

extension Duration {
  fileprivate var asSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
