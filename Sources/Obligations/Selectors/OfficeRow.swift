import LedgerModel
import Projections

/// An office on a day, as selectors see it.
struct OfficeRow {
  let term: OfficeTerm
  let tree: TreeOfDay

  static func reader(_ column: String) -> ((OfficeRow) -> Value)? {
    switch column {
    case "office": { .string($0.term.office) }
    case "person": { .entity($0.term.person) }
    case "unit": { .entity($0.term.unit) }
    case "level": { .symbol($0.tree.level(of: $0.term.unit)) }
    case "position": { .string($0.term.position) }
    case "full_time": { .bool($0.term.isFullTime) }
    case "starts": { .date($0.term.starts) }
    case "ends": { .date($0.term.ends) }
    default: nil
    }
  }
}
