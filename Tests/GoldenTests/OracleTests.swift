import Demo
import Kiem
import LedgerModel
import QueryEngine
import Testing

/// Answers against what the play counted while it happened, without log and projections.
@Suite("Golden: answers against the play's own record", .serialized)
struct OracleTests {
  private static func number(_ text: String, _ demo: DemoLedger) throws -> Int64? {
    let answer = try demo.ledger.query(QueryRequest(text))
    guard case .integer(let number)? = answer.table.rows.first?.first else { return nil }
    return number
  }

  /// Question 24: persons and attempts are different numbers.
  @Test func personsAndAttempts() throws {
    try DemoLedger.use { demo in
      let exam = demo.record.exam
      let persons = try Self.number("attempts | summarize n = distinct(person)", demo)
      let attempts = try Self.number("attempts | summarize n = count()", demo)
      #expect(persons == Int64(exam.persons - exam.voided))
      #expect(attempts == Int64(exam.standingAttempts))
    }
  }

  /// Question 12: every upper union but those let off is expected, and none twice.
  @Test func expectedUnions() throws {
    try DemoLedger.use { demo in
      let answer = try demo.ledger.query(
        QueryRequest("obligations | where duty == \"O11\" | select unit | sort unit"))
      let units = answer.table.rows.compactMap { row -> String? in
        if case .entity(let unit) = row[0] { unit } else { nil }
      }
      let expected = demo.record.upperUnits.filter { demo.record.waived[$0] == nil }
      #expect(units.sorted() == expected.sorted())
    }
  }

  /// Question 37: opinions that a person answered.
  @Test func answeredOpinions() throws {
    try DemoLedger.use { demo in
      let answered = try Self.number(
        "threads | summarize n = count(where answered_at is not none)", demo)
      #expect(answered == Int64(demo.record.answeredThreads))
    }
  }

  /// Question 54: study sessions that took place.
  @Test func sessionsHeld() throws {
    try DemoLedger.use { demo in
      let held = try Self.number(
        "activities | where kind == .study and state == .held | summarize n = count()", demo)
      #expect(held == Int64(demo.record.sessionsHeld))
    }
  }
}
