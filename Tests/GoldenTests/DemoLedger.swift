import Demo
import Foundation
import Kiem
import LedgerModel
import QueryEngine
import Synchronization
import TestSupport

/// The province's demo, played once for all tests of this target and read through one ledger, so
/// that what one question folds the next one finds. Tests take turns.
final class DemoLedger {
  private static let shared = Mutex<DemoLedger?>(nil)

  private let folder: TemporaryFolder
  let ledger: Ledger
  /// What the play knows of itself, independent of log and projections.
  let record: SimulationRecord
  private var stored: [RawLedger.Fact]?

  private init() throws {
    folder = try TemporaryFolder("demo")
    record = try DemoPlayer.play(DemoOptions(), at: folder.path("ledger"))
    ledger = try Ledger.open(at: folder.path("ledger"), access: .readOnly)
    let path = folder.path
    DemoLedger.doomed.withLock { $0 = path }
    atexit { DemoLedger.doomed.withLock { try? FileManager.default.removeItem(atPath: $0) } }
  }

  /// The plain events recorded up to an instant, with what is known of them by then.
  func raw(by instant: Instant) throws -> RawLedger {
    let facts = try stored ?? RawLedger.stored(in: ledger)
    stored = facts
    return RawLedger(facts.prefix { $0.recorded <= instant })
  }

  /// Rows of a saved query, as of an instant such as `2021-08-05T09:00`.
  func rows(_ name: String, asOf: String) throws -> [[Value]] {
    guard let query = SavedQuery.all.first(where: { $0.name == name }) else { return [] }
    return try ledger.query(QueryRequest(source: query.source, asOf: asOf)).table.rows
  }

  /// Rows of a text, as of an instant.
  func rows(of text: String, asOf: String) throws -> [[Value]] {
    try ledger.query(QueryRequest(text, asOf: asOf)).table.rows
  }

  /// Folder to remove when the process ends: statics are never deinitialised.
  private static let doomed = Mutex("")

  /// Lends the demo. The first caller waits for it to be played.
  static func use<R: Sendable>(_ body: (DemoLedger) throws -> R) throws -> R {
    try shared.withLock { slot in
      if let demo = slot { return try body(demo) }
      let demo = try DemoLedger()
      let result = try body(demo)
      slot = demo
      return result
    }
  }
}

/// An instant written as in a query, in the zone of the campaign.
func instant(_ text: String) throws -> Instant { try Instant(rfc3339: text + ":00+07:00") }

/// What is wrong with an answer, row by row: the first few rows that it lacks and that it should
/// not have, or that they stand in another order.
func differences(_ found: [[Value]], from expected: [[Value]]) -> [String] {
  let (have, want) = (Set(found), Set(expected))
  let lacking = expected.filter { !have.contains($0) }.prefix(5).map { "lacks \($0)" }
  let extra = found.filter { !want.contains($0) }.prefix(5).map { "has \($0)" }
  if !lacking.isEmpty || !extra.isEmpty { return lacking + extra }
  return found == expected ? [] : ["\(found.count) rows, expected \(expected.count), in order"]
}
