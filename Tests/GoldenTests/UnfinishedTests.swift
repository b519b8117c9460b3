import LedgerModel
import Testing

/// Question 28: who has not attempted, has started only, has answered the questions but written
/// no essay.
@Suite("Golden: unfinished", .serialized)
struct UnfinishedTests {
  @Test("row by row from the plain events", arguments: ["2021-08-05T00:00", "2021-09-01T00:00"])
  func officials(asOf: String) throws {
    try DemoLedger.use { demo in
      let clock = try instant(asOf)
      let raw = try demo.raw(by: clock)
      let expected = Unfinished(raw, on: min(day(of: clock), august(31))).rows
      #expect(expected.contains { $0[2].isNone })
      #expect(expected.contains { !$0[2].isNone && $0[3].isNone })
      #expect(expected.contains { !$0[3].isNone && $0[4].isNone })
      let rows = try demo.rows("quiz-and-essay/28-unfinished", asOf: asOf)
      #expect(differences(rows, from: expected) == [])
    }
  }
}

/// The officials of a day and the first time each did something.
private struct Unfinished {
  private var units: [String: String] = [:]
  private var started: [String: Instant] = [:]
  private var sat: [String: Instant] = [:]
  private var wrote: [String: Instant] = [:]

  init(_ raw: RawLedger, on day: Day) {
    units = Unfinished.officials(raw, on: day)
    noteAttempts(raw)
    let withdrawn = Set(raw.all("essay.withdrawn").compactMap { $0.text("essay") })
    for fact in raw.all("essay.submitted") where !withdrawn.contains(fact.text("essay") ?? "") {
      note(fact, at: fact.time, in: \.wrote)
    }
  }

  /// Rows of the query: unit, person, started, mcq, essay.
  var rows: [[Value]] {
    func value(_ time: Instant?) -> Value { time.map { .instant($0) } ?? .none }
    return units.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
      .filter { sat[$0.key] == nil || wrote[$0.key] == nil }
      .map { person, unit in
        [
          .entity(unit), .entity(person), value(started[person]), value(sat[person]),
          value(wrote[person]),
        ]
      }
  }

  /// An attempt is as old as its submission, one that was never handed in as its start.
  private mutating func noteAttempts(_ raw: RawLedger) {
    let submitted = raw.last("quiz.attempt.submitted", by: "attempt")
    let voided = Set(raw.all("quiz.attempt.voided").compactMap { $0.text("attempt") })
    for (attempt, fact) in submitted {
      note(fact, at: fact.time, in: \.started)
      if !voided.contains(attempt) { note(fact, at: fact.time, in: \.sat) }
    }
    for fact in raw.all("quiz.attempt.started")
    where submitted[fact.text("attempt") ?? ""] == nil {
      note(fact, at: fact.time, in: \.started)
    }
  }

  private mutating func note(
    _ fact: RawLedger.Fact, at time: Instant,
    in times: WritableKeyPath<Unfinished, [String: Instant]>
  ) {
    guard let person = fact.text("person") else { return }
    self[keyPath: times][person] = min(self[keyPath: times][person] ?? time, time)
  }

  /// Persons with an office on a day, each with the unit of the highest office, of equal ones the
  /// oldest.
  private static func officials(_ raw: RawLedger, on day: Day) -> [String: String] {
    let levels = RawTree(raw).units.mapValues {
      ["central", "provincial", "upper", "grassroots"].firstIndex(of: $0.level) ?? 9
    }
    let left = raw.last("office.left", by: "office")
    var best: [String: (rank: Int, since: Day, office: String, unit: String)] = [:]
    for fact in raw.all("office.assumed") {
      guard let person = fact.text("person"), let office = fact.text("office"),
        let since = fact.event.date("on"), let unit = fact.event.unit, since <= day
      else { continue }
      if let end = left[office]?.event.date("on"), end <= day { continue }
      let term = (levels[unit] ?? 9, since, office, unit)
      if let known = best[person], (known.rank, known.since, known.office) < (term.0, since, office)
      {
        continue
      }
      best[person] = term
    }
    return best.mapValues(\.unit)
  }
}
