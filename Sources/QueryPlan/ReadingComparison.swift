package import Catalog

/// Two readings of one pipeline, compared row by row by their key.
package struct ReadingComparison: Sendable, Hashable {
  /// Where a column of the result comes from.
  package enum Output: Sendable, Hashable {
    /// A column of the row of either reading, of the later one where it has the row.
    case either(Int)
    /// A column of the row of one reading; none where that has no such row.
    case side(Int, isNew: Bool)
    /// All columns of one reading's row as a record.
    case whole(isNew: Bool)
    /// `added`, `removed`, `changed`, or `clock`.
    case change
    /// Positions of the events that changed the row in between; none where that is not known.
    case events
  }

  /// The pipeline at the first reading and at the second; the same columns in the same order.
  package var from: PlanNode
  package var to: PlanNode
  /// What was known at the first, judged at the clock of the second: rows equal there differ only
  /// because time has passed. None where both are judged at one clock.
  package var later: PlanNode?
  /// Versions made between the two: the columns of the key, then the position.
  package var versions: PlanNode?
  /// Columns that name a row.
  package let keys: [Int]
  /// Columns that make rows differ. Position, recorder and what only runs with the clock do not.
  package let compared: [Int]
  /// A column that is not compared where the other one is true in both rows: a lateness that is
  /// still running.
  package let running: Running?
  package var outputs: [Output]

  package struct Running: Sendable, Hashable {
    package let column: Int
    package let flag: Int

    package init(column: Int, flag: Int) {
      self.column = column
      self.flag = flag
    }
  }

  package init(
    from: PlanNode, to: PlanNode, later: PlanNode?, versions: PlanNode?, keys: [Int],
    compared: [Int], running: Running?, outputs: [Output]
  ) {
    self.from = from
    self.to = to
    self.later = later
    self.versions = versions
    self.keys = keys
    self.compared = compared
    self.running = running
    self.outputs = outputs
  }

  package static let change = ValueType.enumeration(
    Enumeration(name: "diff.change", cases: ["added", "removed", "changed", "clock"]))

  /// The second reading first: it is the one that stages above are read at.
  package var inputs: [PlanNode] { [to, from] + [later, versions].compactMap { $0 } }

  /// The same comparison with fewer results; its inputs keep every column.
  func pruned(to kept: [Int]) -> ReadingComparison {
    var comparison = self
    comparison.outputs = kept.map { outputs[$0] }
    comparison.from = from.pruned()
    comparison.to = to.pruned()
    comparison.later = later?.pruned()
    comparison.versions = comparison.outputs.contains(.events) ? versions?.pruned() : nil
    return comparison
  }

  /// Keys by name, for plans in words.
  var text: String {
    let names = keys.map { to.columns[$0].name }.joined(separator: ", ")
    return "by \(names)" + (later == nil ? " at one clock" : "")
  }
}
