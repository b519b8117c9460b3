import Catalog
import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

/// `history obligations` against all rows derived anew from the log cut off before and behind each
/// event.
@Suite("Obligations: history")
struct ObligationHistoryTests {
  private typealias Rows = [String: [Value]]

  /// What makes a difference: who recorded a row when does not.
  private static let columns = (SourceCatalog.source(named: "obligations")?.columns ?? [])
    .map(\.name).filter { !["seq", "recorded", "actor"].contains($0) }

  private struct Version: Hashable, CustomStringConvertible {
    let position: Int
    let key: String
    let old: [Value]?
    let new: [Value]?

    var description: String {
      guard let old, let new else { return "#\(position) \(key) \(old == nil ? "new" : "gone")" }
      let changed = ObligationHistoryTests.columns.indices.filter { old[$0] != new[$0] }
      return "#\(position) \(key) "
        + changed.map { "\(ObligationHistoryTests.columns[$0]): \(old[$0]) > \(new[$0])" }
        .joined(separator: ", ")
    }
  }

  private func context(
    _ events: some Sequence<RecordedEvent>, _ reading: Reading
  ) -> ReadingContext {
    let list = EventList(Array(events))
    let registry = SourceRegistry.complete
    return ReadingContext(
      reading: reading, store: ProjectionStore(log: list, folds: registry.folds),
      registry: registry)
  }

  /// All rows of the log's first `count` events, by key.
  private func rows(
    _ play: Play, _ count: Int, all: Bool, like reading: Reading
  ) throws -> Rows {
    var reading = reading
    (reading.position, reading.after) = (Position(UInt64(count)), .empty)
    var rows: Rows = [:]
    try context(play.events.prefix(count), reading).scan(
      "obligations", all: all, columns: ["obligation"] + Self.columns
    ) { block in
      for row in block.mask.rows {
        let values = block.columns.map { $0.value(at: Int(row)) }
        rows[values[0].text ?? ""] = Array(values.dropFirst())
      }
    }
    return rows
  }

  /// By brute force: two whole tables an event.
  private func expected(
    _ play: Play, _ positions: ClosedRange<Int>, all: Bool, like reading: Reading
  ) throws -> [Version] {
    try positions.flatMap { position in
      var reading = reading
      reading.clock = play.events[position - 1].recorded
      let old = try rows(play, position - 1, all: all, like: reading)
      let new = try rows(play, position, all: all, like: reading)
      return Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        .map { Version(position: position, key: $0, old: old[$0], new: new[$0]) }
    }
  }

  private func history(
    _ context: ReadingContext, all: Bool
  ) throws -> [Version] {
    var versions: [Version] = []
    let names =
      ["obligation", "seq"] + Self.columns.map { "%old." + $0 } + Self.columns.map { "%new." + $0 }
    try context.scan("history obligations", all: all, columns: names) { block in
      for row in block.mask.rows {
        let values = block.columns.map { $0.value(at: Int(row)) }
        let sides = values.dropFirst(2)
        versions.append(
          Version(
            position: Int(values[1].position?.number ?? 0), key: values[0].text ?? "",
            old: Self.side(sides.prefix(Self.columns.count)),
            new: Self.side(sides.dropFirst(Self.columns.count))))
      }
    }
    return versions
  }

  /// None where every column is: there is no such row.
  private static func side(_ values: ArraySlice<Value>) -> [Value]? {
    values.allSatisfy(\.isNone) ? nil : Array(values)
  }

  private func compare(_ found: [Version], _ expected: [Version], _ what: Comment) {
    let difference = Set(found).symmetricDifference(expected)
    #expect(difference.isEmpty, "\(what): \(difference.prefix(3))")
    #expect(found.map(\.key) == expected.map(\.key), what)
  }

  @Test("every version is what changed at its position", arguments: 81...88 as ClosedRange<UInt64>)
  func versions(seed: UInt64) throws {
    let play = RandomCampaign(seed: seed, count: 120, isWide: seed % 2 == 0).play
    let count = play.events.count
    let reading = Reading(position: Position(UInt64(count)), clock: time("31/8"))
    for all in [false, true] {
      let found = try history(context(play.events, reading), all: all)
      let expected = try expected(play, 1...count, all: all, like: reading)
      compare(found, expected, "seed \(seed), all \(all)")
      #expect(expected.count > 40, "seed \(seed): \(expected.count) versions")
    }
  }

  @Test("assumptions and tree day hold for every version")
  func otherReadings() throws {
    let play = RandomCampaign(seed: 90, count: 110, isWide: true).play
    let count = play.events.count
    var reading = Reading(
      position: Position(UInt64(count)), clock: time("31/8"), treeDay: day("20/8"))
    reading.assumptions.boundary = .by
    reading.assumptions.instant = .recorded
    let found = try history(context(play.events, reading), all: false)
    compare(found, try expected(play, 1...count, all: false, like: reading), "assumed")
  }

  @Test("a history that begins later, or ends earlier, is that part of the whole")
  func parts() throws {
    let play = RandomCampaign(seed: 92, count: 120, isWide: true).play
    let count = play.events.count
    let whole = Reading(position: Position(UInt64(count)), clock: time("31/8"))
    let all = try history(context(play.events, whole), all: true)
    let shared = context(play.events, whole)
    for (after, end) in [(60, count), (0, 80), (70, 90), (count, count)] {
      var reading = whole
      (reading.after, reading.position) = (Position(UInt64(after)), Position(UInt64(end)))
      // Over a store that has folded the whole log already.
      let found = try history(shared.moved(to: reading), all: true)
      compare(found, all.filter { $0.position > after && $0.position <= end }, "\(after)...\(end)")
    }
  }

  @Test("many who take up offices one after the other", arguments: ["once", "any"])
  func newcomers(cardinality: String) throws {
    var play = Play(upper: ["A", "B"])
    play.duty(
      "E", kind: "essay", holder: "offices | at level upper", metBy: ["essay.submitted"],
      due: "20/8", cardinality: cardinality, to: "none")
    play.duty("F", kind: "essay", holder: "offices", metBy: ["essay.submitted"], due: nil)
    for person in ["q2", "z"] {
      play.append(
        "essay.submitted", at: time("02/8"), unit: "A",
        [("essay", .text("e-\(person)")), ("person", .text(person)), ("text_ref", .text("x"))])
    }
    play.append(
      "identity.linked", at: time("03/8"), campaign: nil,
      [("persons", .list([.text("z")])), ("person", .text("q5")), ("basis", .text("phone"))])
    let persons = ["q1", "q2", "q3", "q1", "q4", "z", "q5", "q6", "q7", "q2", "q8", "q9"]
    for (number, person) in persons.enumerated() {
      let unit = ["A", "B", "province"][number % 3]
      let day = number % 4 == 0 ? "21/8" : "01/7"
      play.office(person, in: unit, from: day, office: "o\(number % 11)")
    }
    let count = play.events.count
    let reading = Reading(position: Position(UInt64(count)), clock: time("31/8"))
    let found = try history(context(play.events, reading), all: true)
    compare(found, try expected(play, 1...count, all: true, like: reading), "\(cardinality)")
    #expect(found.count > 10)
  }

  @Test("time alone makes no version; a void takes away what it strikes out")
  func clock() throws {
    var play = Play(upper: ["A", "B"])
    play.duty()
    let report = play.report("A", at: "06/8 09:00")
    play.fill(to: report.number + 1)
    let void = play.void(report, at: "12/8 09:00")
    let reading = Reading(position: void, clock: time("31/8"))
    let status = try #require(Self.columns.firstIndex(of: "status"))
    let told = try history(context(play.events, reading), all: false).map {
      "#\($0.position) \($0.key) \($0.old?[status].text ?? "-") \($0.new?[status].text ?? "-")"
    }
    let declared = report.number - 1
    #expect(
      told == [
        "#\(declared) kh/R/A - not_open", "#\(declared) kh/R/B - not_open",
        "#\(report.number) kh/R/A overdue late", "#\(void.number) kh/R/A late overdue",
      ])
  }
}
