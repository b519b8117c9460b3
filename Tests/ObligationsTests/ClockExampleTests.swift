import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

/// The eight examples of two clocks and a tree day: A and B file, A's report is voided, B's time
/// is corrected, then both merge; C is silent. What `diff`, `history` and `rollup` would print is
/// asked of the rows themselves.
@Suite("Obligations: examples of the clocks")
struct ClockExampleTests {
  /// The play, and the positions that the examples call #10 to #15.
  private struct Scene {
    var play: Play
    var filedA = Position.empty
    var filedB = Position.empty
    var voidOfA = Position.empty
    var correctionOfB = Position.empty
    var merger = Position.empty

    init() {
      play = Play(upper: ["A", "B", "C"])
      play.duty("O11")
      play.duty(
        "O14", kind: "essay", holder: "offices", metBy: ["essay.submitted"], opens: "01/7",
        due: nil, cardinality: "once", to: "none")
      for unit in ["A", "B", "C"] { play.office("p\(unit)", in: unit) }
      filedA = play.report("A", at: "04/8 15:00", recorded: "04/8 15:05")
      filedB = play.report("B", at: "04/8 16:00", recorded: "09/8 10:00")
      voidOfA = play.void(filedA, at: "12/8 09:00")
      correctionOfB = play.correct(
        filedB, [("time", .instant(time("06/8 15:00")))], at: "15/8 09:00")
      merger = play.merge(["A", "B"], into: "M", on: "20/8", recorded: "20/8 08:00")
    }
  }

  private let scene = Scene()

  @Test("1: who was missing, as was known then")
  func asOfTheCutoff() throws {
    let answers = try scene.play.obligations(asOf: scene.filedA, clock: "05/8 00:00")
    let missing = answers.rows.filter(\.judgement.isMissing)
    #expect(missing.map(\.text) == ["kh/O11/B", "kh/O11/C"])
    #expect(missing.allSatisfy { $0.judgement.lateness == span() })
  }

  @Test("2: who was missing then, with all that is known today")
  func nowThen() throws {
    let answers = try scene.play.obligations(clock: "05/8 09:00")
    let missing = answers.rows.filter { $0.judgement.isMissing && $0.text.contains("/O11/") }
    #expect(missing.map(\.text) == ["kh/O11/A", "kh/O11/B", "kh/O11/C"])
    #expect(missing.allSatisfy { $0.judgement.lateness == span(hours: 9) })
  }

  @Test("3 and 4: as of B's late paper, by both instants")
  func asOfTheLatePaper() throws {
    let answers = try scene.play.obligations(asOf: scene.filedB, clock: "09/8 10:00")
    #expect(answers.status("O11/A") == .onTime && answers.status("O11/B") == .onTime)
    #expect(answers.status("O11/C") == .overdue)
    #expect(answers["O11/C"]?.judgement.lateness == span(days: 4, hours: 10))
    let reports = try answers.context.table("reports")
    let backdated = reports.rows.filter { $0.values[reports.column("backdated")] == .bool(true) }
    #expect(backdated.map { $0.values[reports.column("unit")] } == [.entity("B")])
    let recorded = try scene.play.obligations(asOf: scene.filedB, clock: "09/8 10:00") {
      $0.instant = .recorded
    }
    #expect(recorded.status("O11/A") == .onTime && recorded.status("O11/C") == .overdue)
    #expect(recorded.status("O11/B") == .late)
    #expect(recorded["O11/B"]?.judgement.lateness == span(days: 4, hours: 10))
  }

  @Test("5: at the end of play, by both boundaries")
  func endOfPlay() throws {
    let answers = try scene.play.obligations(clock: "31/8 24:00")
    #expect(answers.status("O11/A") == .overdue && answers.status("O11/C") == .overdue)
    #expect(answers.status("O11/B") == .late)
    let lateness = ["A", "B", "C"].map { answers["O11/\($0)"]?.judgement.lateness }
    #expect(lateness == [span(days: 27), span(days: 1, hours: 15), span(days: 27)])
    let by = try scene.play.obligations(clock: "31/8 24:00") { $0.boundary = .by }
    let shorter = ["A", "B", "C"].map { by["O11/\($0)"]?.judgement.lateness }
    #expect(shorter == [span(days: 26), span(hours: 15), span(days: 26)])
  }

  @Test("6: what differs from #11 to now, and what is mere passing of time")
  func difference() throws {
    let (play, from) = (scene.play, scene.filedB)
    let then = try play.obligations(asOf: from, clock: "09/8 10:00")
    let thenLater = try play.obligations(asOf: from, clock: "31/8 24:00")
    let now = try play.obligations(clock: "31/8 24:00")
    #expect(then.status("O11/A") == .onTime && now.status("O11/A") == .overdue)
    #expect(then.status("O11/B") == .onTime && now.status("O11/B") == .late)
    #expect(then.status("O14/pC") == .open && now.status("O14/pC") == .overdue)
    let changed = ClockExampleTests.differing(thenLater, now)
    #expect(changed == ["kh/O11/A", "kh/O11/B", "kh/O14/pA", "kh/O14/pB"])
    let all = ClockExampleTests.differing(then, now)
    #expect(Set(all).subtracting(changed) == ["kh/O14/pC"])
    #expect(now["O14/pA"]?.key.unit == "M" && now["O14/pB"]?.key.unit == "M")
    #expect(now["O11/A"]?.version.position == scene.merger)
    let fixed = try play.obligations(clock: "09/8 10:00")
    #expect(ClockExampleTests.differing(then, fixed) == changed)
    #expect(fixed["O11/A"]?.judgement.lateness == span(days: 4, hours: 10))
  }

  /// Keys of rows that differ in more than what runs with the clock.
  private static func differing(_ left: Answers, _ right: Answers) -> [String] {
    func comparable(_ row: JudgedObligation?) -> [String] {
      guard let row else { return [] }
      let judgement = row.judgement
      return [
        row.key.unit, judgement.status.rawValue, "\(judgement.cutoff)",
        "\(String(describing: judgement.filed))", "\(judgement.count)",
        judgement.isCensored ? "" : "\(judgement.lateness)",
      ]
    }
    let keys = Set(left.rows.map(\.text)).union(right.rows.map(\.text))
    return keys.filter { key in
      let name = String(key.dropFirst("kh/".count))
      return comparable(left[name]) != comparable(right[name])
    }.sorted()
  }

  @Test("7: counted on the trees of three days")
  func rollup() throws {
    func counts(_ day: Day?, asOf position: Position? = nil) throws -> [String: Int] {
      let answers = try scene.play.obligations(asOf: position, clock: "31/8 24:00")
      let table = answers.table
      var counts: [String: Int] = [:]
      for row in answers.rows where row.text.contains("/O11/") {
        let tree = try answers.context.tree(day ?? table.dueDays[row.duty])
        for level in ["upper", "provincial"] {
          let unit = tree.ancestor(of: row.key.unit, level: level)
          counts[unit ?? "none", default: 0] += 1
        }
      }
      return counts
    }
    #expect(try counts(nil) == ["A": 1, "B": 1, "C": 1, "province": 3])
    #expect(try counts(day("20/8")) == ["M": 2, "C": 1, "province": 3])
    let before = Position(scene.merger.number - 1)
    #expect(
      try counts(day("20/8"), asOf: before) == ["A": 1, "B": 1, "C": 1, "province": 3])
  }

  @Test("8: versions of reports that a void or a correction made")
  func history() throws {
    var play = scene.play
    let revival = play.void(scene.voidOfA, at: "21/8 09:00")
    let log = EventList(play.events)
    let store = ProjectionStore(log: log, folds: SourceRegistry.complete.folds)
    try store.advance(["%reports"], through: log.head)
    let stored = try #require(store.stored("%reports"))
    let filed = try #require(stored.layout.index(of: "%filed_at"))
    let unit = try #require(stored.layout.index(of: "%unit"))
    let rows = try stored.rows
    let lives = try (0..<rows.rowCount).map { row in
      let (from, until) = rows.lifetime(of: row)
      return Life(
        unit: try rows.value(row: row, column: unit).text ?? "", from: from, until: until,
        filed: try rows.value(row: row, column: filed).instant)
    }
    #expect(
      lives.filter { $0.unit == "A" } == [
        Life(
          unit: "A", from: scene.filedA, until: scene.voidOfA, filed: time("04/8 15:00")),
        Life(unit: "A", from: revival, until: .never, filed: time("04/8 15:00")),
      ])
    #expect(
      lives.filter { $0.unit == "B" } == [
        Life(
          unit: "B", from: scene.filedB, until: scene.correctionOfB, filed: time("04/8 16:00")),
        Life(unit: "B", from: scene.correctionOfB, until: .never, filed: time("06/8 15:00")),
      ])
    #expect(try play.obligations(clock: "31/8 24:00").status("O11/A") == .onTime)
  }

  private struct Life: Equatable {
    let unit: String
    let from: Position
    let until: Position
    let filed: Instant?
  }
}
