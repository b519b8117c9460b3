import Dispatch
import EventLog
import Foundation
import LedgerModel
import Synchronization

/// Runs a script of 200 commits again and again; in run k the calls from number k on fail. Says
/// `k FIRED OUTCOME`, one line a run, and ends with the first run that no call is left to fail in.
struct FaultMatrix {
  let base: String
  let kind: Int
  /// Calls that fail one after another.
  let count: Int
  let first: Int
  let step: Int
  /// Callers that append at once in each round of the script.
  let callers: Int

  private static let commitCount = 200
  /// Commits that must go well behind a failure before the run is cut short.
  private static let commitsBehindFault = 4

  func run() throws {
    guard Shim.isLoaded else { return say("WRONG the shim is not loaded") }
    var place = first
    while try run(at: place) { place += step }
    say("END \(place)")
  }

  private func run(at place: Int) throws -> Bool {
    let path = base + "-\(kind)-\(count)-\(first)-\(callers)"
    let files = FileManager.default
    if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
    try files.copyItem(atPath: base, toPath: path)
    var run = FaultRun(path: path, callers: callers)
    defer { Shim.disarm() }
    Shim.arm(first: place, kind: kind, count: count)
    for number in 0..<Self.commitCount where run.commitsBehind < Self.commitsBehindFault {
      run.append(number)
    }
    let fired = Shim.firedCount
    Shim.disarm()
    try run.finish()
    say("\(place) \(fired) \(run.summary)")
    return fired > 0
  }
}

/// One run: what was promised, what was refused, and whether it is true.
private struct FaultRun {
  /// One caller's event of one round.
  struct Call: Hashable, Sendable {
    let number: Int
    let caller: Int
  }

  let path: String
  let callers: Int
  private var log: EventLog?
  private var acknowledged: [UInt64: String] = [:]
  private var refused: Set<Call> = []
  private var unknown: Set<Call> = []
  private var last = -1
  private(set) var commitsBehind = 0
  private var complaints: [String] = []

  init(path: String, callers: Int) {
    self.path = path
    self.callers = callers
  }

  var summary: String {
    if let complaint = complaints.first { return "WRONG \(complaint)" }
    if !unknown.isEmpty { return "unknown" }
    return refused.isEmpty ? "committed" : "refused"
  }

  /// One round: every caller appends an event of their own.
  mutating func append(_ number: Int) {
    last = number
    let firedBefore = Shim.firedCount
    let calls = (0..<callers).map { Call(number: number, caller: $0) }
    let results: [Result<[AppendOutcome], LedgerError>]
    do {
      let open = try log ?? Script.open(path)
      log = open
      results = try Self.results(of: calls, open)
    } catch {
      results = calls.map { _ in .failure(error as? LedgerError ?? .cancelled) }
    }
    for (call, result) in zip(calls, results) {
      switch result {
      case .success(let outcomes): take(outcomes, call)
      case .failure(.outcomeUnknown): unknown.insert(call)
      case .failure(let error):
        refused.insert(call)
        if firedBefore == Shim.firedCount { complain("#\(call.number) poisoned: \(error)") }
      }
    }
    if Shim.firedCount > 0 { commitsBehind += 1 }
  }

  private static func results(
    of calls: [Call], _ log: EventLog
  ) throws -> [Result<[AppendOutcome], LedgerError>] {
    let events = try calls.map { try Script.event($0.number, of: $0.caller) }
    guard calls.count > 1 else { return [append(events[0], log)] }
    let results = Mutex<[Int: Result<[AppendOutcome], LedgerError>]>([:])
    DispatchQueue.concurrentPerform(iterations: calls.count) { place in
      let result = append(events[place], log)
      results.withLock { $0[place] = result }
    }
    return results.withLock { results in calls.indices.compactMap { results[$0] } }
  }

  private static func append(
    _ event: Event, _ log: EventLog
  ) -> Result<[AppendOutcome], LedgerError> {
    Result { () throws(LedgerError) in try log.append([event], recording: Script.clock) }
  }

  private mutating func take(_ outcomes: [AppendOutcome], _ call: Call) {
    guard outcomes.count == 1, let position = outcomes[0].position else {
      return complain("#\(call.number) was not taken: \(outcomes)")
    }
    let id = identifier(of: call)
    if let other = acknowledged[position.number], other != id {
      complain("\(position.number) was promised to \(other) and \(id)")
    }
    acknowledged[position.number] = id
  }

  private func identifier(of call: Call) -> String {
    (try? Script.event(call.number, of: call.caller).id) ?? ""
  }

  /// With a sound disk again, everything that was not acknowledged goes in at the first attempt.
  mutating func finish() throws {
    let open = try log ?? Script.open(path)
    for call in refused.union(unknown).sorted(by: { $0.number < $1.number }) {
      do {
        let outcomes = try open.append(
          [Script.event(call.number, of: call.caller)], recording: Script.clock)
        if case .duplicate = outcomes[0], refused.contains(call) {
          complain("#\(call.number) was refused and is there")
        }
        take(outcomes, call)
      } catch {
        complain("#\(call.number) poisoned for good: \(error)")
      }
    }
    open.close()
    log = nil
    try checkWhatIsThere()
  }

  private mutating func checkWhatIsThere() throws {
    let report = try EventLog.verify(at: path, level: .index)
    for problem in report.problems { complain(problem.description) }
    let ids = try Reading.identifiers(at: path)
    if Set(ids).count != ids.count { complain("an event is there twice") }
    for (position, id) in acknowledged where ids[safely: Int(position) - 1] != id {
      complain("\(position) was acknowledged for \(id)")
    }
    let expected = (last + 1) * callers
    if acknowledged.count != expected { complain("\(acknowledged.count) were acknowledged") }
    // Two were there before.
    if ids.count != expected + 2 { complain("\(ids.count) are there, not \(expected + 2)") }
  }

  private mutating func complain(_ text: String) { complaints.append(text) }
}

/// What is in a log.
enum Reading {
  /// Identifiers by position, from 1.
  static func identifiers(at path: String) throws -> [String] {
    let log = try EventLog.open(at: path, isReadOnly: true)
    var ids: [String] = []
    try log.read { snapshot in
      try snapshot.scan(from: Position(1), through: .never) { _, record in
        ids.append(try EventCodec.decode(record).event.id)
        return true
      }
    }
    return ids
  }
}

extension Array {
  subscript(safely index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
