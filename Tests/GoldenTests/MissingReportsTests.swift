import Demo
import Kiem
import LedgerModel
import QueryEngine
import Testing

/// Who had not reported: the answer against what the play knows of itself.
@Suite("Golden: unions without a report", .serialized)
struct MissingReportsTests {
  private let question =
    "obligations | missing \"report\" | at level upper | select unit, cutoff, lateness "
    + "| sort lateness desc"

  /// Under the clock of 5 August 09:00 with all knowledge of the whole play.
  @Test func listsUnionsWithoutAStandingFiling() throws {
    try DemoLedger.use { demo in
      let clock = try #require(Self.instant("2021-08-05T09:00:00+07:00"))
      let answer = try demo.ledger.query(QueryRequest(question, now: "2021-08-05T09:00"))
      let expected = demo.record.missing(clock: clock).sorted()
      #expect(!expected.isEmpty)
      #expect(Self.units(answer) == expected)
    }
  }

  /// What was known at that instant is another list, and the one of a ledger cut there.
  @Test func knowsWhatWasKnownThen() throws {
    try DemoLedger.use { demo in
      let clock = try #require(Self.instant("2021-08-05T09:00:00+07:00"))
      let answer = try demo.ledger.query(QueryRequest(question, asOf: "2021-08-05T09:00"))
      let expected = demo.record.missing(clock: clock, known: clock).sorted()
      #expect(Self.units(answer) == expected)
      #expect(expected != demo.record.missing(clock: clock).sorted())
    }
  }

  private static func instant(_ text: String) -> Instant? { try? Instant(rfc3339: text) }

  private static func units(_ answer: Answer) -> [String] {
    let units = answer.table.rows.compactMap { row -> String? in
      if case .entity(let unit) = row[0] { unit } else { nil }
    }
    return units.sorted()
  }
}
