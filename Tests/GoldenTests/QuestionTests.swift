import Demo
import EventLog
import Kiem
import LedgerModel
import QueryEngine
import Testing

/// Every question that the owners ask has an answer in the demo, or the events for one.
@Suite("Golden: the 66 questions", .serialized)
struct QuestionTests {
  @Test func everyQuestionIsSaved() {
    let saved = SavedQuery.all.compactMap { query in
      Int(query.name.split(separator: "/").last?.prefix(2) ?? "")
    }
    #expect(Set(saved) == Set(1...66))
  }

  /// Question 30: papers were marked again after a correction of the key, and some moved.
  @Test func regradesMoveScores() throws {
    try DemoLedger.use { demo in
      let raw = try demo.raw(by: instant("2021-09-01T00:00"))
      let first = raw.last("quiz.attempt.submitted", by: "attempt")
      let regraded = raw.all("quiz.attempt.regraded")
      let moved = regraded.filter { fact in
        let attempt = first[fact.text("attempt") ?? ""]
        return attempt != nil && attempt?.event.decimal("raw") != fact.event.decimal("new_raw")
      }
      #expect(!moved.isEmpty)
      #expect(moved.count == demo.record.exam.moved)
      #expect(regraded.count == demo.record.exam.regraded)
    }
  }

  /// Question 58: what was known when the province reported differs from what is known now, under
  /// the clock of then: somebody's report was struck out, put right, or came late on paper.
  @Test func restatementsFollowTheConsolidation() throws {
    try DemoLedger.use { demo in
      let consolidated = try #require(demo.record.consolidatedAt)
      let clock = consolidated.recorded
      let (then, now) = (
        try demo.raw(by: clock), try demo.raw(by: instant("2021-09-01T00:00"))
      )
      let (before, after) = (then.histories("O11"), now.histories("O11"))
      let unions = RawTree(now).valid("upper", on: august(4))
      let changed = unions.filter { unit in
        let histories = [before[unit], after[unit]].map { $0 ?? ReportHistory() }
        let judged = histories.map {
          $0.judged(at: clock, opens: Day(number: 18_820), due: august(5), .before)
        }
        return judged[0] != judged[1]
      }
      #expect(changed.count >= 2, "\(changed)")
      let position = try demo.ledger.log.read { try $0.position(asOf: clock).number }
      let found = try demo.rows(
        of: """
          diff obligations from #\(position) to now assuming (clock: .from)
          | where obligation.duty == "O11" and old.status != new.status
          | select unit = obligation.unit | sort unit
          """, asOf: "2021-09-01T00:00")
      #expect(Set(found.map(\.[0])) == Set(changed.map { .entity($0) }))
    }
  }

  /// Question 59: the figure of O11 rests on reports in several versions, some sent back, one of
  /// them struck out and one put right.
  @Test func oneFigureHasAHistory() throws {
    try DemoLedger.use { demo in
      let filings = demo.record.filings
      #expect(filings.contains { $0.version > 1 })
      #expect(filings.contains { $0.returned != nil })
      #expect(filings.contains { $0.voidedAt != nil })
      #expect(filings.contains { $0.correction != nil })
    }
  }

  private static let typesThatTellOfPersons = [
    "office.assumed", "office.left", "quiz.attempt.started", "quiz.attempt.submitted",
    "essay.submitted", "essay.resubmitted", "exemplar.nominated", "identity.linked",
    "identity.unlinked", "consent.given", "consent.withdrawn",
  ]

  /// Linked accounts are one person, counted once from the link on.
  @Test(arguments: ["2021-08-05T00:00", "2021-09-01T00:00"])
  func linkedPersonsCountOnce(asOf: String) throws {
    try DemoLedger.use { demo in
      let raw = try demo.raw(by: instant(asOf))
      var standing: [String: String] = [:]
      for fact in raw.all(["identity.linked", "identity.unlinked"]) {
        for account in fact.event.texts("persons") {
          standing[account] = fact.type == "identity.linked" ? fact.text("person") : nil
        }
      }
      func persons(_ types: [String]) -> (accounts: Set<String>, persons: Set<String>) {
        let accounts = Set(
          raw.all(types).flatMap { fact in
            fact.event.texts("persons") + [fact.text("person")].compactMap { $0 }
          })
        return (accounts, Set(accounts.map { standing[$0] ?? $0 }))
      }
      let known = persons(QuestionTests.typesThatTellOfPersons)
      #expect(known.persons.count < known.accounts.count)
      #expect(
        try demo.rows(of: "people | summarize n = count()", asOf: asOf) == [
          [.integer(Int64(known.persons.count))]
        ])
      let writers = persons(["feedback.received"])
      #expect(writers.persons != writers.accounts)
      let question = "threads | where person is not none | select person | distinct person"
      #expect(
        try Set(demo.rows(of: question, asOf: asOf).map { $0[0] })
          == Set(writers.persons.map { .entity($0) }))
    }
  }
}
