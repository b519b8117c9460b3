import Columns
import Diagnostics
import LedgerModel
import QueryAnalysis
import QueryEngine
import QueryPlan
import QuerySyntax

/// One question over rows in memory, fresh and rewritten.
struct LifetimesMeasure {
  let rowCount: Int

  private static let roundCount = 5
  private static let runCount = 9
  private static let text = "deliveries | summarize n = count(), copies = sum(sent) by unit"

  func run() throws -> [Figure] {
    let plan = try LifetimesMeasure.plan()
    var fresh = RewrittenRows()
    for row in 0..<rowCount { try fresh.open(row) }
    let now = try milliseconds(plan, fresh, at: fresh.last)
    var figures = [
      Figure.plain(
        "a question over rows that were never rewritten", events: rowCount,
        Figure.Measure(now, "ms", digits: 1))
    ]
    for order in [RewrittenRows.Order.mixed, .inRounds] {
      figures += try rewritten(plan, order, fresh: now)
    }
    return figures
  }

  /// "Now" against the fresh rows, as they were opened and compacted, and the dearest of the questions
  /// about the past, which compaction leaves alone, against "now" as the rows were opened.
  private func rewritten(
    _ plan: PlanNode, _ order: RewrittenRows.Order, fresh: Double
  ) throws -> [Figure] {
    var rows = RewrittenRows()
    for row in 0..<rowCount { try rows.open(row) }
    let first = rows.last.number
    try rows.rewrite(rowCount, rounds: LifetimesMeasure.roundCount, order)
    let now = try milliseconds(plan, rows, at: rows.last)
    let past = try (1...9).map { tenth in
      let position = first + (rows.last.number - first) * UInt64(tenth) / 10
      return try milliseconds(plan, rows, at: Position(position))
    }
    let watch = Stopwatch()
    try rows.store.compact(at: rows.last)
    let compacting = watch.processorSeconds * 1_000
    let compacted = try milliseconds(plan, rows, at: rows.last)
    let copied = rows.store.compacted.reduce(0) { $0 + $1.rowCount }
    let how = "every row rewritten five times, \(order.rawValue)"
    return [
      most("now, \(how), not compacted", now, against: "never rewritten", fresh),
      most("now, \(how)", compacted, against: "never rewritten", fresh, bar: 2),
      most(
        "as of the dearest of nine positions before, \(order.rawValue)", past.max() ?? 0,
        against: "now, not compacted", now, bar: 1.2),
      Figure.plain(
        "compacting \(copied) of \(rows.store.rowCount) rows, \(order.rawValue)", events: rowCount,
        Figure.Measure(compacting, "ms", digits: 0)),
    ]
  }

  private func most(
    _ name: String, _ value: Double, against: String, _ base: Double, bar: Double? = nil
  ) -> Figure {
    var figure = Figure(
      name: name, events: rowCount, value: Figure.Measure(value, "ms", digits: 1))
    figure.baseline = Figure.Measure(base, "ms", digits: 1)
    figure.against = against
    figure.ratio = value / base
    if let bar {
      figure.bar = "≤ \(Figure.text(bar, digits: 1)) ×"
      figure.isMet = value / base <= bar
    }
    return figure
  }

  /// Of processor time, so that what else the machine does counts less.
  private func milliseconds(
    _ plan: PlanNode, _ rows: RewrittenRows, at position: Position
  ) throws -> Double {
    let reading = Reading(position: position, clock: Instant(microseconds: 0))
    let world = RowsWorld(rows: rows)
    var times: [Double] = []
    for run in 0...LifetimesMeasure.runCount {
      let watch = Stopwatch()
      let table = try execute(plan, world: world, reading: reading)
      if run > 0 { times.append(watch.processorSeconds * 1_000) }
      let counted = table.rows.reduce(Int64(0)) { sum, row in
        if case .integer(let count) = row[1] { sum + count } else { sum }
      }
      guard counted == Int64(rowCount) else {
        throw BenchError(description: "\(counted) rows were counted instead of \(rowCount)")
      }
    }
    // The fastest run: the dearest of nine medians would be that of the noisiest moment.
    return times.min() ?? 0
  }

  private static func plan() throws -> PlanNode {
    let source = SourceText(name: "the question", text: text)
    let analysis = analyse(
      parse(source).file, source: source, options: AnalysisOptions(requiresArguments: false))
    guard let plan = analysis.plan, !analysis.diagnostics.hasErrors else {
      throw BenchError(description: "the question does not compile")
    }
    return plan
  }
}
