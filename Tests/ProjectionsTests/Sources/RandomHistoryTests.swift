import Catalog
import Columns
import LedgerModel
import Projections
import QueryPlan
import Testing

/// Rows of seeded random histories against a model that searches all events for each row.
@Suite("Sources of random histories")
struct RandomHistoryTests {
  private static let length = 220

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func agreeWithThePlainModel(seed: UInt64) throws {
    let log = RandomHistory(seed: seed, count: RandomHistoryTests.length).log
    for position in [120, RandomHistoryTests.length] {
      let naive = NaiveLedger(log.events, through: position)
      let rows = SourceRows(log, through: position)
      for (source, expected) in naive.sources {
        let failure = try RandomHistoryTests.difference(expected(), rows.rows(source))
        #expect(failure == nil, "seed \(seed), \(source) as of #\(position): \(failure ?? "")")
      }
    }
  }

  /// Blocks that come straight from storage, or from the log, show what the finished rows show: columns
  /// one by one and together, by every rule for which of several attempts counts.
  @Test(arguments: 21...24 as ClosedRange<UInt64>)
  func blocksAgreeWithRows(seed: UInt64) throws {
    let log = RandomHistory(seed: seed, count: RandomHistoryTests.length).log
    var assumptions = Assumptions()
    let rules: [AttemptPolicy?] = [nil, .first, .last, .mean]
    assumptions.attempts = rules[Int(seed % 4)]
    let (context, other) = (
      SourceRows(log, assuming: assumptions).context, SourceRows(log, assuming: assumptions).context
    )
    for schema in SourceCatalog.all where SourceRegistry.projections.knows(schema.name) {
      let table = try other.table(schema.name)
      let names = schema.columns.map(\.name)
      for all in [false, true] {
        let finished = table.rows.filter { all || $0.stands }
        for columns in names.map({ [$0] }) + [names] {
          let shown = try RandomHistoryTests.shown(context, schema.name, all: all, columns)
          let expected = finished.map { row in columns.map { row.values[table.column($0)] } }
          #expect(shown == expected, "seed \(seed), \(schema.name) \(all): \(columns)")
        }
      }
    }
  }

  private static func shown(
    _ context: ReadingContext, _ source: String, all: Bool, _ columns: [String]
  ) throws -> [[Value]] {
    var shown: [[Value]] = []
    try context.scan(source, all: all, columns: columns) { block in
      for row in 0..<block.rowCount where block.mask[row] {
        shown.append(block.columns.map { $0.value(at: row) })
      }
    }
    return shown
  }

  /// The sources that a reading asks for are those that it declares, so that one pass over the log
  /// folds them all.
  @Test(arguments: SourceCatalog.all.map(\.name).filter(SourceRegistry.projections.knows))
  func nothingIsFoldedBesidesWhatIsDeclared(source: String) throws {
    let log = RandomHistory(seed: 31, count: 120).log
    let rows = SourceRows(log)
    let declared = SourceRegistry.projections.storedSources(behind: source)
    _ = try rows.context.table(source)
    let folded = rows.store.sources.filter { rows.store.stored($0)?.position != .empty }
    if source != "projections" {
      #expect(Set(folded).isSubset(of: declared), "\(Set(folded).subtracting(declared))")
    }
  }

  /// The first difference in words; columns that the model leaves out are not compared.
  private static func difference(
    _ expected: [(key: String, row: NaiveRow)], _ actual: [String: [String: Value]]
  ) -> String? {
    let keys = Set(expected.map(\.key))
    if let surplus = actual.keys.sorted().first(where: { !keys.contains($0) }) {
      return "row \(surplus) too many"
    }
    for (key, row) in expected {
      guard let found = actual[key] else { return "no row \(key)" }
      for (column, value) in row.sorted(by: { $0.key < $1.key }) where found[column] != value {
        let text = found[column].map(RowText.text) ?? "no column"
        return "\(key).\(column) is \(text), not \(RowText.text(value))"
      }
    }
    return nil
  }
}

extension NaiveLedger {
  /// The sources that the model knows.
  var sources: [(String, () -> [(key: String, row: NaiveRow)])] {
    [
      ("materials", materials), ("deliveries", deliveries), ("views", views), ("posts", posts),
      ("metrics", metrics), ("exemplars", exemplars), ("replications", replications),
      ("threads", threads), ("activities", activities), ("studies", studies),
      ("essays", essays), ("gradings", gradings), ("attempts", attempts), ("results", results),
      ("topic_scores", topicScores), ("answers", answers), ("events", events),
      ("restrictions", restrictions), ("reminders", reminders), ("replies", replies),
      ("corrections", corrections),
    ]
  }

  func events() -> [(key: String, row: NaiveRow)] {
    known.map { fact, isDead in
      NaiveLedger.row(
        key: "#\(fact.position)", at: fact.time,
        [
          "id": .string(fact.event.id), "kind": .symbol(fact.event.type.kind),
          "unit": entity(fact.event.unit), "person": entity(fact.text("person")),
          "voided": .bool(isDead), "recorded": .instant(fact.recorded),
        ])
    }
  }

  func corrections() -> [(key: String, row: NaiveRow)] {
    known.compactMap { fact, isDead in
      guard ["entry.corrected", "entry.voided"].contains(fact.event.type.name),
        let position = fact.value("target")?.position,
        let target = known.first(where: { $0.fact.position == position.number })?.fact
      else { return nil }
      let isVoid = fact.event.type.name == "entry.voided"
      return NaiveLedger.row(
        key: "#\(fact.position)", at: fact.time, stands: !isDead,
        [
          "kind": .symbol(isVoid ? "voided" : "corrected"),
          "target_seq": .position(position), "target_kind": .symbol(target.event.type.kind),
          "unit": entity(target.event.unit), "reason": string(fact.text("reason")),
          "fields": set(fact.value("patch")?.record?.map(\.name) ?? []),
        ])
    }
  }
}

extension SourceRegistry {
  /// True for sources of this layer; obligations and what rests on them come from above.
  func knows(_ source: String) -> Bool {
    derived[source] != nil || folds.contains { $0.source == source }
  }
}
