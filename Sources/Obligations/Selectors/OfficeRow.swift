import LedgerModel
import Projections

/// An office on a day, as selectors see it.
struct OfficeRow {
  let terms: OfficeTerms
  let number: Int
  /// Number of its unit in the history of units; none for one that nobody registered.
  let unit: Int?
  let tree: TreeOfDay

  private var term: OfficeTerm { terms.all[number] }

  static func reader(_ column: String) -> ((OfficeRow) -> Value)? {
    switch column {
    case "office": { .string($0.term.office) }
    case "person": { .entity($0.term.person) }
    case "unit": { .entity($0.term.unit) }
    case "level": { row in .symbol(row.unit.map { row.tree.level(number: $0) }) }
    case "position": { .string($0.term.position) }
    case "full_time": { .bool($0.term.isFullTime) }
    case "starts": { .date($0.term.starts) }
    case "ends": { .date($0.term.ends) }
    default: nil
    }
  }
}
