import Columns
package import LedgerModel

/// All units known at one position, with their days: what a tree of any day is made from.
package final class UnitHistory {
  /// The stored sources behind it.
  package static let sources = ["%unit_facts", "headcounts"]

  /// In the order in which the units were first heard of.
  package let units: [UnitRecord]
  package let numbers: [String: Int]
  private var trees: [Day: TreeOfDay] = [:]
  private var knownChanges: [Bool: [Day: [Int]]] = [:]

  package init(facts: SourceTable, headcounts: SourceTable) {
    var builder = UnitHistoryBuilder()
    for fact in UnitFact.read(facts) { builder.take(fact) }
    builder.takeHeadcounts(headcounts)
    (units, numbers) = builder.finished()
  }

  package subscript(unit: String) -> UnitRecord? { numbers[unit].map { units[$0] } }

  /// The tree of a day; made once.
  package func tree(on day: Day) -> TreeOfDay {
    if let tree = trees[day] { return tree }
    let tree = TreeOfDay(self, day)
    trees[day] = tree
    return tree
  }

  /// The units of which something is different from a day on, by that day. Headcounts are left out
  /// unless asked for: nearly every unit declares some.
  package func changes(withHeadcounts: Bool) -> [Day: [Int]] {
    if let known = knownChanges[withHeadcounts] { return known }
    var changes: [Day: [Int]] = [:]
    for (number, unit) in units.enumerated() {
      var days = Set([unit.opened, unit.closed].compactMap { $0 })
      days.formUnion(unit.names.compactMap(\.day))
      days.formUnion(unit.parents.compactMap(\.day))
      if withHeadcounts { days.formUnion(unit.headcounts.map(\.day)) }
      for day in days { changes[day, default: []].append(number) }
    }
    knownChanges[withHeadcounts] = changes
    return changes
  }
}
