import Demo
import Foundation
import Kiem
import LedgerModel
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

  private init() throws {
    folder = try TemporaryFolder("demo")
    record = try DemoPlayer.play(DemoOptions(), at: folder.path("ledger"))
    ledger = try Ledger.open(at: folder.path("ledger"), access: .readOnly)
    let path = folder.path
    DemoLedger.doomed.withLock { $0 = path }
    atexit { DemoLedger.doomed.withLock { try? FileManager.default.removeItem(atPath: $0) } }
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
