import Columns
import LedgerModel

/// By table of values their places in the order, so that groups with keys of one dictionary are put in
/// order without looking at a text again. Confined to one thread.
package final class RankCache {
  /// Dictionaries are few; those of expressions, which live as long as one question, pass through.
  private static let tableCountMax = 16
  /// A dictionary of at most so many entries for each that is wanted is worth being sorted as a whole.
  private static let entriesPerWantedMax = 4

  private struct Entry {
    /// Held, so that no other table comes to lie in its place.
    let values: ValueTable
    /// By code.
    let ranks: [Int32]
  }

  /// The one that was asked for last in front.
  private var entries: [Entry] = []

  package init() {}

  /// By code a number that keeps the order; texts that the order does not tell apart share one. None
  /// where the dictionary is far larger than the column, or the order rests on more than the values.
  /// Calls `check` at least every few milliseconds. O(entries · log entries) when the dictionary is
  /// new, else O(1).
  func ranks(
    of column: CodedColumn, _ order: ValueOrder, check: () throws -> Void
  ) rethrows -> [Int32]? {
    guard column.dictionary != nil, order.isLasting,
      column.values.count <= RankCache.entriesPerWantedMax * column.codes.count
    else { return nil }
    let known = entries.firstIndex { $0.values.isIdentical(to: column.values) }
    if let known {
      let entry = entries.remove(at: known)
      entries.insert(entry, at: 0)
      return entry.ranks
    }
    let made = try RankCache.ranks(Array(column.values), order, check)
    entries.insert(Entry(values: column.values, ranks: made), at: 0)
    if entries.count > RankCache.tableCountMax { entries.removeLast() }
    return made
  }

  private static func ranks(
    _ values: [Value], _ order: ValueOrder, _ check: () throws -> Void
  ) rethrows -> [Int32] {
    var comparisons = 0
    let sorted = try values.indices.sorted { left, right in
      comparisons += 1
      if comparisons % ExecutionLimits.batchRowCountMax == 0 { try check() }
      return order.precedes(values[left], values[right])
    }
    var ranks = [Int32](repeating: 0, count: values.count)
    for (place, code) in sorted.enumerated().dropFirst() {
      let before = sorted[place - 1]
      let isSame = order.compare(values[before], values[code]) == .same
      ranks[code] = ranks[before] + (isSame ? 0 : 1)
    }
    return ranks
  }
}
