import EventLog
import Kiem
import LedgerModel
import PlanFile
import QueryEngine
import TestSupport
import Testing
import Vault

@Suite("Plan file: recorded into a ledger")
struct RecordedPlanTests {
  private func ledger(in folder: TemporaryFolder) throws -> (Ledger, CompiledPlan) {
    let ledger = try Ledger.create(
      at: folder.path("ledger"), randomness: SeededRandomness(seed: 7))
    return (ledger, try PlanCompiler.compile(PlanFolder(bundled: "daklak-2021-07")))
  }

  @Test func everyEventIsAcceptedAndASecondTimeAddsNothing() throws {
    let folder = try TemporaryFolder("plan")
    let (ledger, plan) = try ledger(in: folder)
    let first = try PlanRecorder.record(plan, into: ledger, isBackfill: true)
    for outcome in first {
      if let rejection = outcome.rejection { Issue.record("\(rejection)") }
    }
    let position = try ledger.log.head().lastPosition
    #expect(position == Position(UInt64(plan.items.count)))
    _ = try PlanRecorder.record(plan, into: ledger, isBackfill: true)
    #expect(try ledger.log.head().lastPosition == position)
  }

  @Test func theTreeAnswers() throws {
    let folder = try TemporaryFolder("plan")
    let (ledger, plan) = try ledger(in: folder)
    _ = try PlanRecorder.record(plan, into: ledger, isBackfill: true)
    let upper = try ledger.query(QueryRequest("units | at level upper | select unit, children"))
    #expect(upper.table.rows.count == 21)
    let members = try ledger.query(
      QueryRequest("units | at level grassroots | summarize n = count(), members = sum(members)"))
    #expect(members.table.rows == [[.integer(1_731), .integer(77_447)]])
    let named = try ledger.query(
      QueryRequest("units | under \"LĐLĐ huyện Ea Súp\" | at level grassroots"))
    #expect(named.table.rows.count == 62)
  }
}
