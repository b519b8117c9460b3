import Demo
import Kiem
import QueryEngine
import TestSupport
import Testing

@Suite("Demo: one ledger read at many clocks")
struct ClockTests {
  /// What does not depend on the clock is kept from one question to the next; every answer is that
  /// of a ledger that was opened for it alone.
  @Test("an answer does not depend on what was asked before at another clock")
  func clocks() throws {
    let folder = try TemporaryFolder("demo")
    _ = try DemoPlayer.play(DemoOptions(eventCount: 30_000), at: folder.path("a"))
    let texts = [
      "campaigns | select campaign, state",
      "obligations | summarize n = count() by duty, status | sort duty, status",
      "attempts | summarize n = count(), m = median(score) by unit | sort unit",
      "views | summarize n = distinct(person) by role, channel | sort role, channel",
      "reports | summarize n = count() by duty, state | sort duty, state",
      "units | where under(unit, \"LĐLĐ tỉnh Đắk Lắk\") | summarize n = count() by level",
      "people | summarize n = count() by role",
    ]
    let shared = try Ledger.open(at: folder.path("a"), access: .readOnly)
    var answerCount = 0
    for now in ["2021-07-20T08:00", "2021-08-05T09:00", "2021-07-12T23:59", "2021-09-30T00:00"] {
      for text in texts {
        let request = QueryRequest(text, now: now)
        let alone = try Ledger.open(at: folder.path("a"), access: .readOnly).query(request)
        #expect(try shared.query(request).table.rows == alone.table.rows, "\(text) at \(now)")
        answerCount += alone.table.rows.count
      }
    }
    #expect(answerCount > 100)
  }
}
