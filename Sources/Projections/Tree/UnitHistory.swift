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
  private var knownChangeDays: [Bool: [Day]] = [:]

  /// The units as known at the context's position. O(facts + declared headcounts).
  init(_ context: ReadingContext) throws {
    var builder = UnitHistoryBuilder()
    let check = context.store.check
    for (number, fact) in try UnitFact.all(in: context).enumerated() {
      if number.isMultiple(of: 1_024) { try check() }
      builder.take(fact)
    }
    try context.eachStored("headcounts", UnitHistoryBuilder.headcountColumns) {
      builder.takeHeadcount($0)
    }
    (units, numbers) = try builder.finished(check)
    try check()
  }

  package subscript(unit: String) -> UnitRecord? { numbers[unit].map { units[$0] } }

  /// The tree of a day; made once. Days between which no unit changed share its shape.
  package func tree(on day: Day) -> TreeOfDay {
    if let tree = trees[day] { return tree }
    let start = firstDay(ofStretchWith: day, withHeadcounts: false)
    let tree = trees[start].map { TreeOfDay($0, on: day) } ?? TreeOfDay(self, day)
    trees[day] = tree
    if trees[start] == nil { trees[start] = TreeOfDay(tree, on: start) }
    return tree
  }

  /// The last day of a change up to a day; before all changes the day before the first. Between two
  /// such days every tree is the same.
  package func firstDay(ofStretchWith day: Day, withHeadcounts: Bool) -> Day {
    let days = changeDays(withHeadcounts: withHeadcounts)
    var (low, high) = (0, days.count)
    while low < high {
      let middle = (low + high) / 2
      if days[middle] <= day { low = middle + 1 } else { high = middle }
    }
    if low > 0 { return days[low - 1] }
    // Without changes all days are alike.
    return Day(number: (days.first?.number ?? 1) &- 1)
  }

  private func changeDays(withHeadcounts: Bool) -> [Day] {
    if let known = knownChangeDays[withHeadcounts] { return known }
    let days = changes(withHeadcounts: withHeadcounts).keys.sorted()
    knownChangeDays[withHeadcounts] = days
    return days
  }

  /// The units of which something is different from a day on, by that day. Headcounts are left out
  /// unless asked for: nearly every unit declares some.
  package func changes(withHeadcounts: Bool) -> [Day: [Int]] {
    if let known = knownChanges[withHeadcounts] { return known }
    var changes: [Day: [Int]] = [:]
    func note(_ day: Day?, _ number: Int) {
      guard let day, changes[day]?.last != number else { return }
      changes[day, default: []].append(number)
    }
    for number in units.indices {
      note(units[number].opened, number)
      note(units[number].closed, number)
      for name in units[number].names { note(name.day, number) }
      for parent in units[number].parents { note(parent.day, number) }
      guard withHeadcounts else { continue }
      for headcount in units[number].headcounts { note(headcount.day, number) }
    }
    knownChanges[withHeadcounts] = changes
    return changes
  }
}
