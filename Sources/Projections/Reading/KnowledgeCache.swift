import Columns
package import LedgerModel
import QueryPlan

/// What the readings of one position have in common, whatever their clocks: a ledger in use is read
/// at another instant by every question, and nearly nothing of its rows depends on that.
///
/// Confined to one thread.
package final class KnowledgeCache {
  /// Something worked out without the clock; the reading has a fixed one in its place.
  struct Key: Hashable {
    let name: String
    let reading: Reading
  }

  /// K.
  package let position: Position
  var storedTables: [String: SourceTable] = [:]
  var campaigns: CampaignList?
  var units: UnitHistory?
  var officeTerms: OfficeTerms?
  var kept: [Key: KeptBlocks] = [:]
  var values: [Key: Any] = [:]
  /// Rows of derived sources that do not read the clock.
  var tables: [Key: SourceTable] = [:]

  package init(position: Position) { self.position = position }

  /// What is known at another position, taken over from here where no source changed that it rests
  /// on.
  func moved(to position: Position, changed: Set<String>) -> KnowledgeCache {
    let next = KnowledgeCache(position: position)
    // Rows show persons as the links have them.
    let isLinked = changed.contains(PersonLinks.source)
    if !isLinked { next.storedTables = storedTables.filter { !changed.contains($0.key) } }
    if !changed.contains("campaigns") { next.campaigns = campaigns }
    if changed.isDisjoint(with: UnitHistory.sources) { next.units = units }
    if !isLinked, !changed.contains("offices") { next.officeTerms = officeTerms }
    return next
  }

  /// Rows of values that are held for further questions.
  package var heldRowCount: Int {
    kept.values.reduce(0) { $0 + $1.size } + storedTables.values.reduce(0) { $0 + $1.rows.count }
      + values.values.reduce(0) { $0 + (($1 as? any HeldRows)?.heldRowCount ?? 0) }
      + tables.values.reduce(0) { $0 + $1.rows.count }
  }
}

/// Something kept for further questions that takes room.
protocol HeldRows {
  /// In rows of values.
  var heldRowCount: Int { get }
}

extension SourceRegistry {
  /// False when the rows of a source are the same at every clock, save that of the tree's day.
  func readsClock(_ source: String) -> Bool {
    var seen: Set<String> = []
    var pending = [source]
    while let next = pending.popLast() {
      guard seen.insert(next).inserted else { continue }
      // The state of a campaign goes by the clock, and most derived sources do.
      if next == "campaigns" || derived[next]?.readsClock ?? false { return true }
      pending += readings[next]?.dependencies ?? derived[next]?.dependencies ?? []
    }
    return false
  }
}
