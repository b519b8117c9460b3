import EventLog
import Kiem
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Synchronization
import Testing

/// What level 4 of a verification compares.
@Suite("Verification: folding twice")
struct FoldComparisonTests {
  private func events() -> EventList {
    var play = Play(upper: ["A", "B", "C"])
    play.duty()
    play.office("p", in: "A")
    play.report("A", at: "03/8 08:00")
    play.report("B", at: "06/8 08:00")
    return EventList(play.events)
  }

  private func compare(_ registry: SourceRegistry, cutAt cuts: [UInt64]) throws
    -> VerificationReport
  {
    let events = events()
    let last = try #require(events.events.last)
    let reading = Reading(position: events.head, clock: last.recorded)
    var report = VerificationReport(level: .index)
    try FoldComparison(registry, at: reading, cutAt: cuts).run(&report) { _ in events }
    return report
  }

  @Test("sources are the same wherever the fold is cut")
  func equalAtEveryCut() throws {
    let head = events().head.number
    let whole = try compare(.complete, cutAt: [])
    #expect(whole.problems.isEmpty)
    #expect(whole.sources.count > 40)
    #expect(whole.sources.contains { $0.name == "reports" && $0.rowCount == 2 })
    #expect(whole.sources.contains { $0.name == "obligations" && $0.rowCount == 3 })
    let cuts = Array(1..<head)
    let report = try compare(.complete, cutAt: cuts)
    #expect(report.problems.isEmpty, "\(report.problems)")
    #expect(report.sources == whole.sources)
    #expect(report.cuts == cuts)
  }

  @Test("a fold that is not a function of its events is found")
  func foundWhenItIsNot() throws {
    let registry = SourceRegistry(
      folds: SourceRegistry.complete.folds + [ForgetfulFold()],
      readings: Array(SourceRegistry.complete.readings.values),
      derived: Array(SourceRegistry.complete.derived.values))
    let report = try compare(registry, cutAt: [3])
    #expect(report.problems.map(\.kind) == [.projection])
    #expect(report.problems.first?.message.hasPrefix("%forgetful has other rows") == true)
  }
}

/// Numbers its rows by how often it was ever asked, which a fold must not do.
private struct ForgetfulFold: SourceFold {
  let source = "%forgetful"
  let events = ["report.submitted"]
  let columns = ["number"]

  private static let calls = Mutex<Int64>(0)

  func entities(of event: RecordedEvent) -> [String] { ["all"] }

  func initial(_ entity: String) -> Int64 { 0 }

  func apply(_ event: RecordedEvent, to state: inout Int64) throws(FoldFailure) {
    state = Self.calls.withLock { calls in
      calls += 1
      return calls
    }
  }

  func rows(of state: Int64) -> [FoldedRow] {
    [
      FoldedRow(
        key: "all", at: .instant(Instant(microseconds: 0)), campaign: nil,
        values: [.integer(state)])
    ]
  }
}
