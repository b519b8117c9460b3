import Demo
import LedgerModel
import Testing

/// Question 3: who changes status when "before" is read as "by".
@Suite("Golden: before and by", .serialized)
struct BeforeOrByTests {
  static let instants = [
    "2021-08-04T12:00", "2021-08-05T00:00", "2021-08-05T09:00", "2021-08-10T00:00",
    "2021-08-12T09:00", "2021-09-01T00:00",
  ]

  /// The two duties of the plan with a day of their own, O11 before 05/8 and O7 before 10/8.
  @Test("row by row from the plain events", arguments: instants)
  func changesFromEvents(asOf: String) throws {
    try DemoLedger.use { demo in
      let clock = try instant(asOf)
      let raw = try demo.raw(by: clock)
      let unions = RawTree(raw).valid("upper", on: august(4))
      let expected =
        changes(unions, "O11", opens: Day(number: 18_820), due: august(5), clock) {
          raw.histories("O11")[$0] ?? ReportHistory()
        }
        + changes(["ldld-dak-lak"], "O7", opens: Day(number: 18_809), due: august(10), clock) {
          raw.histories("O7")[$0] ?? ReportHistory()
        }
      let rows = try demo.rows("compliance/03-before-or-by", asOf: asOf)
      #expect(differences(rows, from: expected) == [])
    }
  }

  /// The upper unions once more, from what the play wrote down.
  @Test("row by row from the play's own record", arguments: instants)
  func changesFromRecord(asOf: String) throws {
    try DemoLedger.use { demo in
      let clock = try instant(asOf)
      let expected = changes(
        demo.record.upperUnits.sorted(), "O11", opens: Day(number: 18_820), due: august(5), clock
      ) { demo.record.history(of: $0, known: clock) }
      let rows = try demo.rows("compliance/03-before-or-by", asOf: asOf)
        .filter { $0[0] == .entity("O11") }
      #expect(differences(rows, from: expected) == [])
      if asOf > "2021-08-05" { #expect(!expected.isEmpty) }
    }
  }

  /// Rows of the query: duty, unit, person, filed_at, inclusive, strict.
  private func changes(
    _ units: [String], _ duty: String, opens: Day, due: Day, _ clock: Instant,
    _ history: (String) -> ReportHistory
  ) -> [[Value]] {
    units.compactMap { unit in
      let history = history(unit)
      guard let strict = history.judged(at: clock, opens: opens, due: due, .before),
        let inclusive = history.judged(at: clock, opens: opens, due: due, .by),
        strict.status != inclusive.status
      else { return nil }
      return [
        .entity(duty), .entity(unit), .none, inclusive.filedAt.map { .instant($0) } ?? .none,
        .symbol(inclusive.status), .symbol(strict.status),
      ]
    }
  }
}
