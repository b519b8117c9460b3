import LedgerModel
import QueryPlan

extension ReferenceInterpreter {
  /// Every key that either reading has, looked for in both.
  func difference(_ comparison: ReadingComparison) throws -> [[Value]] {
    let (old, new) = (try run(comparison.from), try run(comparison.to))
    let early = try comparison.later.map(run)
    let versions = try comparison.versions.map(run)
    let unique = new + old.filter { row in !new.contains { isOne($0, row, comparison) } }
    return unique.compactMap { row in
      let before = old.first { isOne($0, row, comparison) }
      let after = new.first { isOne($0, row, comparison) }
      guard !isAlike(before, after, comparison) else { return nil }
      let onlyTime = early.map { rows in
        isAlike(rows.first { isOne($0, row, comparison) }, after, comparison)
      }
      let word = before == nil ? "added" : after == nil ? "removed" : "changed"
      return comparison.outputs.map { output in
        switch output {
        case .either(let column): row[column]
        case .side(let column, let isNew): (isNew ? after : before)?[column] ?? .none
        case .whole(let isNew):
          (isNew ? after : before).map { record($0, comparison) } ?? .none
        case .change: .symbol(onlyTime == true ? "clock" : word)
        case .events:
          versions.map { versions in
            let own = versions.filter { version in
              comparison.keys.enumerated().allSatisfy { version[$0] == row[$1] }
            }
            return .set(own.compactMap(\.last))
          } ?? .none
        }
      }
    }
  }

  private func isOne(_ first: [Value], _ second: [Value], _ comparison: ReadingComparison) -> Bool {
    comparison.keys.allSatisfy { first[$0] == second[$0] }
  }

  private func isAlike(
    _ first: [Value]?, _ second: [Value]?, _ comparison: ReadingComparison
  ) -> Bool {
    guard let first, let second else { return (first == nil) == (second == nil) }
    for column in comparison.compared where first[column] != second[column] {
      guard let running = comparison.running, running.column == column,
        first[running.flag] == .bool(true), second[running.flag] == .bool(true)
      else { return false }
    }
    return true
  }

  private func record(_ row: [Value], _ comparison: ReadingComparison) -> Value {
    let pairs = zip(comparison.to.columns.map(\.name), row).filter { !$0.1.isNone }
    return .record(Dictionary(uniqueKeysWithValues: pairs.map { ($0, $1) }))
  }
}
