import EventLog
import Foundation
import LMDB
import LedgerModel
import Synchronization
import Testing

/// Appends of many callers that share commits.
@Suite struct GroupCommitTests {
  /// Lets `callers` gather behind a writer that waits for the lock, so that all but the first share
  /// one commit; yields what each was answered.
  private func together(
    _ log: EventLog, _ path: String, _ callers: [@Sendable () throws -> [AppendOutcome]]
  ) throws -> [Result<[AppendOutcome], any Error>] {
    let environment = try Environment.open(at: path + "/log")
    let results = Mutex<[Int: Result<[AppendOutcome], any Error>]>([:])
    let group = DispatchGroup()
    try environment.write { _ in
      for (number, caller) in callers.enumerated() {
        let before = log.writerLoad
        group.enter()
        Thread.detachNewThread { [group] in
          let result = Result { try caller() }
          results.withLock { $0[number] = result }
          group.leave()
        }
        // The first is taken by the writer, which waits for the lock; the others queue in order,
        // unless they are refused at once.
        while results.withLock({ $0[number] == nil }) {
          let load = log.writerLoad
          let isTaken = number > 0 || load.takenCount > before.takenCount
          if load.handedOverCount > before.handedOverCount, isTaken { break }
          sched_yield()
        }
      }
    }
    group.wait()
    return results.withLock { results in callers.indices.compactMap { results[$0] } }
  }

  private func commitCount(_ path: String) throws -> Int {
    try Environment.open(at: path + "/log").statistics().lastTransaction
  }

  @Test func waitingCallersShareOneCommitAndOneInstant() throws {
    let fixture = try LedgerFixture()
    let log = fixture.log
    let before = try log.head().size
    let commits = try commitCount(fixture.path)
    let callers = try (0..<40).map { number -> @Sendable () throws -> [AppendOutcome] in
      let unit = try LedgerFixture.unit("n\(number)", parent: "province")
      return { try log.append([unit], recording: .constant(august(20, hour: number))) }
    }
    let results = try together(log, fixture.path, callers)
    let positions = try results.map { try #require(try $0.get()[0].position?.number) }
    #expect(positions == Array(before + 1...before + 40), "answered in the order they came")
    #expect(try commitCount(fixture.path) == commits + 2)
    let recorded = try log.read { snapshot in
      try positions.map { try snapshot.event(at: Position($0))?.recorded }
    }
    #expect(recorded[0] == august(20))
    #expect(Set(recorded.dropFirst()) == [august(20, hour: 39)], "the latest of the group's")
    #expect(try EventLog.verify(at: fixture.path, level: .index).problems.isEmpty)
  }

  @Test func aFailureOfOneCallerIsNotAnothers() throws {
    let fixture = try LedgerFixture()
    let log = fixture.log
    let before = try log.head().size
    let at = RecordingClock.constant(august(20))
    func unit(_ id: String, parent: String = "province") throws -> Event {
      try LedgerFixture.unit(id, parent: parent)
    }
    let (a, b, c, d) = (try unit("a"), try unit("b"), try unit("c"), try unit("d"))
    let orphan = try unit("orphan", parent: "nobody")
    let childOfB = try unit("child", parent: "b")
    let other = try LedgerFixture.unit("a", parent: nil)
    let results = try together(
      log, fixture.path,
      [
        { try log.append([a], recording: at) },
        // Withheld whole, although its first event was fine.
        { try log.append([b, orphan], mode: .atomic, recording: at) },
        // Rests on what was withheld.
        { try log.append([childOfB], recording: at) },
        { try log.append([c, orphan], recording: at) },
        { try log.append([c, d], mode: .atomic, recording: at) },
        { try log.append([other], recording: at) },
        {
          try log.append(
            [Draft(d)], options: AppendOptions(recording: .simulated(clock: august(31))))
        },
        { try log.append([b], recording: at) },
      ])
    #expect(try results[0].get() == [.appended(Position(before + 1))])
    #expect(try results[1].get()[0] == .withheld)
    #expect(try results[1].get()[1].refusedBy == .unknownEntity)
    #expect(try results[2].get()[0].refusedBy == .unknownEntity)
    #expect(try results[3].get()[0] == .appended(Position(before + 2)))
    #expect(try results[3].get()[1].refusedBy == .unknownEntity)
    #expect(
      try results[4].get() == [.duplicate(Position(before + 2)), .appended(Position(before + 3))])
    #expect(try results[5].get()[0].refusedBy == .identifierTaken)
    #expect(throws: LedgerError.notSimulated(path: fixture.path)) { try results[6].get() }
    #expect(try results[7].get() == [.appended(Position(before + 4))])
    #expect(try log.head().size == before + 4)
    #expect(try EventLog.verify(at: fixture.path, level: .index).problems.isEmpty)
  }

  @Test func tasksAppendWithoutBlockingAThread() async throws {
    let fixture = try LedgerFixture()
    let log = fixture.log
    let before = try log.head().size
    let commits = try commitCount(fixture.path)
    let positions = try await withThrowingTaskGroup(of: UInt64.self) { group in
      for number in 0..<200 {
        let event =
          number % 4 == 0
          ? try LedgerFixture.study(number, person: number % 7)
          : try LedgerFixture.unit("t\(number)", parent: "province")
        group.addTask {
          let outcomes = try await log.append([event], recording: .constant(august(20)))
          return try #require(outcomes[0].position?.number)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(positions.sorted() == Array(before + 1...before + 200))
    let made = try commitCount(fixture.path) - commits
    print("group commit: 200 tasks, \(made) commits")
    #expect(made < 200, "tasks that wait share commits")
    #expect(try EventLog.verify(at: fixture.path, level: .index).problems.isEmpty)
  }

  @Test func aCancelledTaskAppendsNothing() async throws {
    let fixture = try LedgerFixture()
    let log = fixture.log
    let event = try LedgerFixture.unit("late", parent: "province")
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await log.append([event], recording: .constant(august(20)))
    }
    task.cancel()
    await #expect(throws: LedgerError.cancelled) { try await task.value }
    #expect(try log.position(source: "test", id: "unit-late") == nil)
  }

  @Test func closingDrainsAndAppendingStartsAnew() async throws {
    let fixture = try LedgerFixture()
    let log = fixture.log
    let before = try log.head().size
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<60 {
        let event = try LedgerFixture.unit("t\(number)", parent: "province")
        group.addTask {
          let outcomes = try await log.append([event], recording: .constant(august(20)))
          #expect(outcomes[0].position != nil)
          if number % 10 == 0 { log.close() }
        }
      }
      try await group.waitForAll()
    }
    log.close()
    #expect(try log.head().size == before + 60)
    #expect(try log.status().indexPosition == Position(before + 60))
    #expect(try fixture.append(LedgerFixture.unit("after", parent: "t1")).position != nil)
  }

  @Test func aBatchOfManyEventsIsMadeReadyOnManyCores() async throws {
    let fixture = try LedgerFixture()
    let events = try (0..<3_000).map { try LedgerFixture.study($0, person: $0 % 11) }
    let outcomes = try await fixture.log.append(events, recording: .constant(august(20)))
    #expect(outcomes.allSatisfy { $0.position != nil })
    #expect(try EventLog.verify(at: fixture.path, level: .index).problems.isEmpty)
  }
}
