import LedgerModel
import Projections

/// The days of a duty's span on which who owes it can differ from the due day, and the units for
/// which it can.
///
/// A duty that runs for two months over thousands of units would otherwise be asked day by day;
/// only units that changed, those beneath them and those above them can answer differently.
struct HolderSpan {
  /// The first day and the days of changes up to the due day, the latest first; without the due
  /// day's own answer none when nothing changed.
  let days: [Day]
  /// Numbers of units.
  let candidates: [Int]

  init(_ history: UnitHistory, opens: Day, dueDay: Day, withHeadcounts: Bool) {
    let changes = history.changes(withHeadcounts: withHeadcounts)
    let inside = changes.keys.filter { opens < $0 && $0 <= dueDay }.sorted(by: >)
    guard !inside.isEmpty else {
      (days, candidates) = ([], [])
      return
    }
    days = inside + [opens]
    let changed = Set(inside.flatMap { changes[$0] ?? [] })
    var numbers = changed
    for day in days { numbers.formUnion(history.tree(on: day).related(to: changed)) }
    candidates = numbers.sorted()
  }
}
