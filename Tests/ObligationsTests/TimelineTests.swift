import Catalog
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

/// What an event did to obligations, found event by event, against all rows before and after it.
@Suite("Obligations: what an event changes")
struct TimelineTests {
  /// Everything of a row that an event can change.
  private struct Fate: Hashable {
    let judgement: Judgement
    let reminders: Int
    let unit: String
    let due: DueDay

    init(_ row: JudgedObligation) {
      judgement = row.judgement
      reminders = row.reminders
      unit = row.key.unit
      due = row.due
    }
  }

  private func timeline(_ log: EventList) -> ObligationTimeline {
    let registry = SourceRegistry.complete
    let store = ProjectionStore(log: log, folds: registry.folds)
    return ObligationTimeline(store: store) {
      ReadingContext(reading: $0, store: store, registry: registry)
    }
  }

  private func rows(_ play: Play, at number: Int, _ recorded: Instant) throws -> [String: Fate] {
    let list = EventList(Array(play.events.prefix(number)))
    let registry = SourceRegistry.complete
    let context = ReadingContext(
      reading: Reading(position: list.head, clock: recorded),
      store: ProjectionStore(log: list, folds: registry.folds), registry: registry)
    return Dictionary(
      try context.obligations.rows.map { ($0.text, Fate($0)) },
      uniquingKeysWith: { first, _ in first })
  }

  @Test("evidence, returns, reminders, voids and corrections", arguments: 61...72)
  func againstWholeTables(seed: UInt64) throws {
    let play = RandomCampaign(seed: seed, count: 110).play
    let (compared, changed) = try compare(play, batch: play.events.count, "seed \(seed)")
    #expect(compared > 30 && changed > 5, "seed \(seed): \(compared) events, \(changed) rows")
  }

  @Test("the same of a log that grows, with links between accounts", arguments: 93...98)
  func inBatches(seed: UInt64) throws {
    let play = RandomCampaign(seed: seed, count: 130, isWide: true).play
    let (compared, changed) = try compare(play, batch: 7, "seed \(seed)")
    #expect(compared > 20 && changed > 3, "seed \(seed): \(compared) events, \(changed) rows")
  }

  /// Compares every event that changes no structure; the log is known up to the end of its batch.
  private func compare(
    _ play: Play, batch: Int, _ what: String
  ) throws -> (compared: Int, changed: Int) {
    let log = EventList(play.events)
    let timeline = timeline(log)
    var (compared, changed) = (0, 0)
    for event in play.events.dropFirst(12) {
      let number = Int(event.position.number)
      let end = min(log.head, Position(UInt64((number + batch - 1) / batch * batch)))
      guard try !timeline.isStructural(event.position, through: end) else { continue }
      let before = try rows(play, at: number - 1, event.recorded)
      let after = try rows(play, at: number, event.recorded)
      let expected = after.filter { before[$0.key] != $0.value }
      let found = try timeline.changes(by: event, through: end)
      let told = Dictionary(
        found.compactMap { change in change.after.map { (change.text, Fate($0)) } },
        uniquingKeysWith: { first, _ in first })
      #expect(told == expected, "\(what), #\(number) \(event.event.type.name)")
      for change in found {
        #expect(change.before.map(Fate.init) == before[change.text], "\(what), #\(number)")
      }
      compared += 1
      changed += expected.count
    }
    return (compared, changed)
  }

  @Test("changes of tree and plan are found too", arguments: 73...76)
  func structure(seed: UInt64) throws {
    let play = RandomCampaign(seed: seed, count: 110).play
    let log = EventList(play.events)
    let timeline = timeline(log)
    for event in play.events.dropFirst(12)
    where ObligationTimeline.structuralTypes.contains(event.event.type.name) {
      let number = Int(event.position.number)
      let before = try rows(play, at: number - 1, event.recorded)
      let after = try rows(play, at: number, event.recorded)
      let found = try timeline.structuralChanges(by: event, through: log.head)
      let keys = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
      #expect(Set(found.map(\.text)) == keys, "seed \(seed), #\(number)")
    }
  }

  @Test("16 hours late by one reading, on time by the other")
  func bothReadings() throws {
    var play = Play(upper: ["A"])
    play.duty()
    let report = play.report("A", at: "05/8 16:00")
    let change = try #require(
      timeline(EventList(play.events)).changes(
        by: play.events[Int(report.number) - 1],
        through: report
      ).first)
    #expect(change.before?.judgement.status == .overdue)
    #expect(change.after?.judgement.status == .late)
    #expect(change.after?.judgement.lateness == span(hours: 16))
    #expect(change.boundary == .before && change.otherwise?.status == .onTime)
    #expect(change.isFulfilment && change.duty.duty == "R")
  }
}
