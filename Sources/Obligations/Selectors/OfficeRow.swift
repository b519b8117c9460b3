import LedgerModel
import Projections

/// An office on a day, as selectors see it.
struct OfficeRow {
  let terms: OfficeTerms
  let number: Int
  /// Number of its unit in the history of units; none for one that nobody registered.
  let unit: Int?
  let tree: TreeOfDay

  static func reader(_ column: String) -> ((OfficeRow) -> Value)? {
    switch column {
    case "office": { .string($0.terms.id($0.number)) }
    case "person": { .entity($0.terms.person($0.number)) }
    case "unit": { .entity($0.terms.unit($0.number)) }
    case "level": { row in .symbol(row.unit.map { row.tree.level(number: $0) }) }
    case "position": { .string($0.terms.position($0.number)) }
    case "full_time": { .bool($0.terms.isFullTime($0.number)) }
    case "starts": { .date($0.terms.firstDay($0.number)) }
    case "ends": { .date($0.terms.endDay($0.number)) }
    default: nil
    }
  }
}
