import Catalog
import EventLog
import LedgerModel
import Testing

/// "Only if nothing about this was recorded since."
@Suite struct ConditionTests {
  private func append(
    _ fixture: LedgerFixture, _ event: Event, since: UInt64, _ kinds: Set<String> = []
  ) throws -> AppendOutcome {
    let draft = Draft(event, condition: AppendCondition(since: Position(since), kinds: kinds))
    return try fixture.log.append(
      [draft], options: AppendOptions(recording: .constant(august(20))))[0]
  }

  private func received(_ report: String, _ version: Int64, id: String) throws -> Event {
    try LedgerFixture.event(
      "report.received", id: id, [("report", .text(report)), ("version", .integer(version))])
  }

  private func voided(_ target: Position, id: String) throws -> Event {
    try LedgerFixture.event(
      "entry.voided", id: id,
      [("target", .position(target)), ("reason", .text("by mistake"))], campaign: nil)
  }

  @Test func tellsThePositionThatBreaksIt() throws {
    let fixture = try LedgerFixture()
    let first = try #require(try fixture.append(LedgerFixture.report("r1", version: 1)).position)
    let read = try fixture.log.head().size
    try fixture.append(LedgerFixture.report("r2", version: 1))
    try fixture.append(LedgerFixture.study(1))
    // What others record about other things does not matter.
    let second = try append(fixture, LedgerFixture.report("r1", version: 2), since: read)
    let position = try #require(second.position)
    let third = try append(fixture, received("r1", 1, id: "late"), since: read)
    #expect(third.refusedBy == .changedSince)
    #expect(third.rejection?.position == position)
    #expect(try append(fixture, received("r1", 2, id: "x"), since: position.number).position != nil)
    #expect(
      try append(fixture, received("r1", 1, id: "y"), since: first.number - 1).rejection?.position
        == first)
  }

  @Test func countsOnlyTheKindsThatAreAsked() throws {
    let fixture = try LedgerFixture()
    let first = try #require(try fixture.append(LedgerFixture.report("r1", version: 1)).position)
    let receipt = try #require(try fixture.append(received("r1", 1, id: "in-a")).position)
    let kinds: Set = ["report.submitted", "report.returned"]
    let kept = try append(fixture, received("r1", 1, id: "in-b"), since: first.number, kinds)
    #expect(kept.position != nil)
    let refused = try append(
      fixture, received("r1", 1, id: "in-c"), since: first.number, ["report.received"])
    #expect(refused.rejection?.position == receipt)
    // A void counts as one of its target's kind too.
    let void = try #require(try fixture.append(voided(receipt, id: "v")).position)
    let after = try append(
      fixture, received("r1", 1, id: "in-d"), since: void.number - 1, ["report.received"])
    #expect(after.rejection?.position == void)
  }

  @Test func asksAfterTheIdentifierAndBeforeTheRules() throws {
    let fixture = try LedgerFixture()
    let event = try LedgerFixture.report("r1", version: 1)
    let first = try #require(try append(fixture, event, since: 1).position)
    try fixture.append(LedgerFixture.report("r1", version: 2))
    #expect(try append(fixture, event, since: 1) == .duplicate(first))
    // Version 7 does not follow; the condition speaks first.
    let late = try append(fixture, LedgerFixture.report("r1", version: 7), since: first.number)
    #expect(late.refusedBy == .changedSince)
    let wrong = try append(fixture, LedgerFixture.report("r1", version: 7), since: first.number + 1)
    #expect(wrong.refusedBy == .versionFollows)
  }

  @Test func seesWhatTheSameBatchAddedInFront() throws {
    let fixture = try LedgerFixture()
    let read = try fixture.log.head().lastPosition
    let drafts = try (1...2).map {
      Draft(
        try LedgerFixture.report("r1", version: $0), condition: AppendCondition(since: read))
    }
    let options = AppendOptions(recording: .constant(august(20)))
    let outcomes = try fixture.log.append(drafts, options: options)
    #expect(outcomes[0] == .appended(read.next))
    #expect(outcomes[1].refusedBy == .changedSince)
    #expect(outcomes[1].rejection?.position == read.next)
  }

  @Test func followsPersonsStatedSubjectsAndTargets() throws {
    let fixture = try LedgerFixture()
    let first = try #require(try fixture.append(LedgerFixture.study(1, person: 5)).position)
    try fixture.append(LedgerFixture.study(2, person: 6))
    // The person is a pseudonym by the time it is compared.
    let same = try append(fixture, LedgerFixture.study(3, person: 5), since: first.number - 1)
    #expect(same.rejection?.position == first)
    #expect(
      try append(fixture, LedgerFixture.study(3, person: 5), since: first.number).position != nil)
    var stated = try LedgerFixture.study(4, person: 7)
    stated.subject = "đợt 3"
    let fourth = try #require(try append(fixture, stated, since: first.number - 1).position)
    stated.id = "study-5"
    #expect(try append(fixture, stated, since: first.number).rejection?.position == fourth)
    // A void is about what its target is about.
    let void = try append(fixture, voided(first, id: "v"), since: first.number - 1)
    #expect(void.rejection?.position == first)
    let last = try fixture.log.head().size
    #expect(try append(fixture, voided(first, id: "v"), since: last).position != nil)
  }

  @Test func refusesAPositionThatIsNotThereYet() throws {
    let fixture = try LedgerFixture()
    let size = try fixture.log.head().size
    let outcome = try append(fixture, LedgerFixture.report("r1", version: 1), since: size + 1)
    #expect(outcome.refusedBy == .changedSince)
    #expect(
      try append(fixture, LedgerFixture.report("r1", version: 1), since: size).position != nil)
  }

  /// Random conditions against a list of what was recorded about what.
  @Test func agreesWithAPlainSearch() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("conditions: seed \(seed)")
    var random = SplitMix(state: seed)
    let fixture = try LedgerFixture()
    var history: [(position: UInt64, kind: String, report: Int)] = []
    var versions = [Int64](repeating: 0, count: 5)
    var refusedCount = 0
    for number in 0..<400 {
      let report = Int(random.next() % 5)
      let isReceipt = versions[report] > 0 && random.next() % 2 == 0
      let event =
        isReceipt
        ? try received("r\(report)", versions[report], id: "n\(number)")
        : try LedgerFixture.report("r\(report)", version: versions[report] + 1)
      let size = try fixture.log.head().size
      let since = size - min(size, random.next() % 24)
      let kinds: Set<String> =
        [[], ["report.received"], ["report.submitted"]][Int(random.next() % 3)]
      let breaking = history.first {
        $0.position > since && $0.report == report && (kinds.isEmpty || kinds.contains($0.kind))
      }
      let outcome = try append(fixture, event, since: since, kinds)
      #expect(outcome.rejection?.position?.number == breaking?.position)
      if breaking != nil { refusedCount += 1 }
      guard let position = outcome.position else { continue }
      if !isReceipt { versions[report] += 1 }
      history.append((position.number, event.type.name, report))
    }
    #expect(refusedCount > 40 && history.count > 40)
  }

  /// The log is never rewritten, so an old position is looked through before others have to wait.
  @Test func looksThroughTheLogBeforeOthersWait() throws {
    let fixture = try LedgerFixture()
    let first = try #require(try fixture.append(LedgerFixture.report("r1", version: 1)).position)
    _ = try fixture.log.append(
      (0..<3_000).map { try LedgerFixture.study($0) }, recording: .constant(august(20)))
    func lockedCount() throws -> Int { try fixture.log.indexStatistics().lockedConditionEventCount }
    let kept = try append(
      fixture, LedgerFixture.report("r1", version: 2), since: first.number)
    let second = try #require(kept.position)
    #expect(try lockedCount() == 0)
    _ = try fixture.log.append(
      (3_000..<6_000).map { try LedgerFixture.study($0) }, recording: .constant(august(20)))
    let refused = try append(
      fixture, LedgerFixture.report("r1", version: 3), since: first.number)
    #expect(refused.rejection?.position == second)
    // A correction's subject is its target's.
    let corrected = try append(fixture, voided(second, id: "late"), since: first.number)
    #expect(corrected.rejection?.position == second)
    #expect(try lockedCount() == 0)
    // In one batch the first of two changes what the second relies on.
    let head = try fixture.log.head().size
    let drafts = try [received("r1", 2, id: "a"), received("r1", 2, id: "b")].map {
      Draft($0, condition: AppendCondition(since: second))
    }
    let outcomes = try fixture.log.append(
      drafts, options: AppendOptions(recording: .constant(august(20))))
    #expect(outcomes[0].position == Position(head + 1))
    #expect(outcomes[1].rejection?.position == Position(head + 1))
    #expect(try lockedCount() == 0)
  }
}
