import Catalog
import Crypto
package import EventLog
import Foundation
package import Kiem
import LedgerModel
package import Vault

/// Turns a compiled plan into drafts with their ids, and records them.
package enum PlanRecorder {
  /// The drafts of a plan.
  ///
  /// An id is the SHA-256 of campaign, place in the file and stored content, with persons as
  /// pseudonyms and personal values left out: compiling a plan twice adds nothing, and nobody can
  /// guess a name from an id.
  package static func drafts(_ plan: CompiledPlan, vault: Vault) throws -> [Draft] {
    try plan.items.map { item in
      var event = item.event
      event.id = try identifier(item, campaign: plan.campaign, vault)
      return Draft(event, recorded: min(event.time, plan.opens))
    }
  }

  /// Records a plan as one batch: all of it, or nothing.
  ///
  /// With `isBackfill` every event is recorded at the earlier of its time and the campaign's
  /// first instant, as history that is moved in; otherwise now.
  package static func record(
    _ plan: CompiledPlan, into ledger: Ledger, isBackfill: Bool
  ) throws -> [AppendOutcome] {
    let drafts = try drafts(plan, vault: ledger.log.vault())
    let clock: RecordingClock = isBackfill ? .backfill(now: RecordingClock.wallClock) : .wall
    return try ledger.append(drafts, options: AppendOptions(mode: .atomic, recording: clock))
  }

  /// The id of an item's event: SHA-256 as above, 32 hexadecimal digits of it.
  package static func identifier(
    _ item: CompiledPlan.Item, campaign: String, _ vault: Vault
  ) throws -> String {
    var event = item.event
    event.id = item.path
    let type = event.type
    event.data.removeAll { type.field(named: $0.name)?.privacy != .open }
    if namesPersons(event), case .success(let sealed)? = try vault.seal([event]).first {
      event = sealed
    }
    var hash = SHA256()
    hash.update(data: Data("\(campaign)\u{0}\(item.path)\u{0}".utf8))
    hash.update(data: try EventCodec.encode(event, recorded: placeholder))
    return hash.finalize().prefix(16).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// Any instant does: an id does not depend on when the plan was recorded.
  private static let placeholder = Instant(microseconds: 1 << 40)

  private static func namesPersons(_ event: Event) -> Bool {
    event.data.contains { if case .account = $0.value { true } else { false } }
  }
}
