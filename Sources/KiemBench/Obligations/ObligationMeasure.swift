import Columns
import Foundation
import Kiem
import LedgerModel
import Obligations
import Projections
import QueryEngine
import QueryPlan

/// Deriving and judging the obligations of many bearers: what the first question costs, what the
/// next one does, and where it goes. In nanoseconds a row, one row a bearer and duty.
struct ObligationMeasure {
  let bearerCount: Int

  /// How much is needed is what is measured.
  private static let memory = FoldingMemory(byteCountMax: .max)

  func run() throws -> [Figure] {
    let log = try DutyLog(bearerCount: bearerCount)
    let registry = SourceRegistry.complete
    let store = ProjectionStore(
      log: log, folds: registry.folds, memory: ObligationMeasure.memory)
    store.threadCount = ExecutionThreads.ofMachine.countMax
    let peak = PeakMemory()
    let folding = Stopwatch()
    try store.advance(registry.storedSources(behind: "obligations"), through: log.head)
    var figures = [perRow("folding rules and units", folding.seconds)]
    var knowledge = KnowledgeCache(position: log.head)
    for question in ["first", "another clock", "anew"] {
      // Anew: evidence is indexed, and nothing else is kept, as at another position.
      if question == "anew" { knowledge = KnowledgeCache(position: log.head) }
      let context = ReadingContext(
        reading: Reading(position: log.head, clock: log.end), store: store, registry: registry,
        knowledge: knowledge)
      figures += try self.figures(question, context)
      peak.sample()
    }
    figures += try storedFigures(log, registry)
    figures.append(
      .plain("memory beyond the map", events: eventCount, .init(peak.mebibytes, "MiB")))
    return figures
  }

  /// The first question of a process that finds rows and index stored, as a command does.
  private func storedFigures(_ log: DutyLog, _ registry: SourceRegistry) throws -> [Figure] {
    let folder = try BenchFolder(in: FileManager.default.temporaryDirectory.path)
    try ProjectionStore(
      log: log, folds: registry.folds,
      archive: try ProjectionArchive(at: folder.path, isReadOnly: false),
      memory: ObligationMeasure.memory, indexing: DutyCompiler.indexing(recordCountMax: .max)
    ).persist(through: log.head)
    let store = ProjectionStore(
      log: log, folds: registry.folds,
      archive: try ProjectionArchive(at: folder.path, isReadOnly: true),
      memory: ObligationMeasure.memory)
    store.threadCount = ExecutionThreads.ofMachine.countMax
    let context = ReadingContext(
      reading: Reading(position: log.head, clock: log.end), store: store, registry: registry)
    return try figures("first, index stored", context)
  }

  /// One question's, stage by stage.
  private func figures(_ name: String, _ context: ReadingContext) throws -> [Figure] {
    let watch = Stopwatch()
    let times = try context.obligations.times
    var figures: [Figure] = []
    if name != "another clock" {
      figures += [
        perRow("\(name): evidence index", times.indexing.asSeconds),
        perRow("\(name): holders", times.routing.asSeconds),
        perRow("\(name): dispatch", times.dispatching.asSeconds),
      ]
    }
    let counting = Stopwatch()
    let counts = try countByStatus(context)
    figures.append(perRow("\(name): judging and counting", counting.seconds))
    guard counts.values.reduce(0, +) == rowCount else {
      throw BenchError(description: "not every bearer owes every duty: \(counts)")
    }
    return figures + [answer(name, watch.seconds)]
  }

  private var rowCount: Int { bearerCount * DutyLog.dutyCount }
  private var eventCount: Int { rowCount * 2 }

  private func perRow(_ name: String, _ seconds: Double) -> Figure {
    .plain(name, events: eventCount, .init(seconds / Double(rowCount) * 1e9, "ns/row"))
  }

  /// The bar is half a second for a million bearers.
  private func answer(_ name: String, _ seconds: Double) -> Figure {
    .atMost(
      "\(name): everything", events: eventCount,
      .init(seconds / Double(rowCount) * 1e9, "ns/row"), .init(100, "ns/row"))
  }

  private func countByStatus(_ context: ReadingContext) throws -> [Value: Int] {
    var counts: [Value: Int] = [:]
    try context.scan("obligations", all: false, columns: ["status"]) { block in
      guard case .coded(let column) = block.columns[0] else {
        throw BenchError(description: "statuses are no codes")
      }
      var ofCode = [Int](repeating: 0, count: column.values.count)
      for row in 0..<block.rowCount { ofCode[column.codes[row]] += 1 }
      for (code, count) in ofCode.enumerated() where count > 0 {
        counts[column.values[code], default: 0] += count
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
