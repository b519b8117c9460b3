import Diagnostics
import LedgerModel
import Projections

/// A duty with its selectors ready to be asked and its evidence as patterns of the index.
struct CompiledDuty {
  let rule: DutyRule
  let holder: HolderSelector
  let target: TargetSelector?
  /// For each part the numbers of its patterns.
  let patterns: [[Int]]
  let settings: CampaignSettings
  /// The last day on time by the declared day and boundary.
  let dueDay: Day

  /// Columns of headcounts: their answers change whenever a unit declares again.
  var readsHeadcounts: Bool {
    let columns: Set = ["officials", "members", "workers", "headcount_on"]
    return !columns.isDisjoint(with: holder.reads.union(target?.reads ?? []))
  }
}

/// A duty that cannot be applied, and why; it has no rows.
package struct UnusableDuty: Sendable, Hashable {
  package let duty: String
  package let reason: String
}
