import Catalog
import EventLog
import LedgerModel
import QueryAnalysis
import QueryPlan

extension Ledger {
  /// What a text in the place of a unit's id may have meant, as a clause; none when nothing is near.
  /// Folds the units of the whole log: for messages only.
  package func unitHint(for text: String) -> String? {
    guard let head = try? log.head() else { return nil }
    let reading = Reading(position: head.lastPosition, clock: ownClock(head))
    let resolver = LedgerResolver(world(at: reading).context(reading))
    switch resolver.resolve(.unit, text, campaign: nil) {
    case .found(let match): return "the unit called so has the id '\(match.id)'"
    case .ambiguous(let candidates):
      let ids = candidates.prefix(5).map { "'\($0.id)' (\($0.path))" }
      return "\(candidates.count) units are called so: \(ids.joined(separator: ", "))"
    case .missing(let suggestions):
      let ids = suggestions.map { name in
        guard case .found(let match) = resolver.resolve(.unit, name, campaign: nil),
          match.id != name
        else { return "'\(name)'" }
        return "'\(match.id)' (\(name))"
      }
      return ids.isEmpty ? nil : "did you mean \(ids.joined(separator: " or "))?"
    }
  }
}
