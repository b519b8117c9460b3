import LedgerModel
import Projections

/// Who owes what and which evidence serves whom, as known at one position: all of `obligations`
/// that no clock and no assumption changes.
final class RoutedDuties {
  let facts: [DutyEvidence]
  let buckets: Buckets
  let unusable: [UnusableDuty]
  let times: ObligationTable.Times
  /// By row the newest record that serves it; only until the order is known.
  private var newest: [Position]
  private var knownOrder: [Int32]?

  init(
    _ facts: [DutyEvidence], _ buckets: Buckets, newest: [Position], _ unusable: [UnusableDuty],
    _ times: ObligationTable.Times
  ) {
    self.facts = facts
    self.buckets = buckets
    self.newest = newest
    self.unusable = unusable
    self.times = times
  }

  /// Row numbers in the order (position, key) of `obligations`; found out once. `check` is called
  /// every 65,536 rows.
  func order(_ check: () throws -> Void) throws -> [Int32] {
    if let knownOrder { return knownOrder }
    let positions = try positions(check)
    let order = try settled(RoutedDuties.sorted(positions), positions, check)
    (knownOrder, newest) = (order, [])
    return order
  }

  /// Duty, holder and part of a row, by their numbers. O(log duties).
  func place(of row: Int) -> (duty: Int, holder: Int, part: Int) {
    var (low, high) = (0, facts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(facts[middle].route.firstRow) <= row { low = middle } else { high = middle }
    }
    let inside = row - Int(facts[low].route.firstRow)
    let partCount = facts[low].route.partCount
    return (low, inside / partCount, inside % partCount)
  }

  /// By row the newest event that it rests on.
  private func positions(_ check: () throws -> Void) throws -> [Position] {
    var positions = newest
    for facts in facts {
      let first = Int(facts.route.firstRow)
      let isDeclared = facts.rulings.isEmpty && !facts.marks.isUsed
      for row in 0..<facts.route.rowCount {
        if row.isMultiple(of: 65_536) { try check() }
        let (holder, part) = row.quotientAndRemainder(dividingBy: facts.route.partCount)
        var position = max(positions[first + row], facts.owedSince(holder))
        if !isDeclared {
          position = max(
            position, facts.lastWord(on: holder, part, buckets.deliveries(of: first + row)))
        }
        positions[first + row] = position
      }
    }
    return positions
  }

  /// Rows of one position in the order of their keys.
  private func settled(
    _ sorted: [Int32], _ positions: [Position], _ check: () throws -> Void
  ) throws -> [Int32] {
    var order = sorted
    var start = 0
    while start < order.count {
      let position = positions[Int(order[start])]
      var end = start + 1
      while end < order.count, positions[Int(order[end])] == position { end += 1 }
      if end - start > 1 {
        try check()
        let keyed = order[start..<end].map { (text: text(of: Int($0)), row: $0) }
          .sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
        order.replaceSubrange(start..<end, with: keyed.map(\.row))
      }
      start = end
    }
    return order
  }

  private func text(of row: Int) -> String {
    let (duty, holder, part) = place(of: row)
    let route = facts[duty].route
    return route.key(holder: holder, part: part).text(in: route.duty.rule.key)
  }

  /// Numbers by position, those of one position ascending: sixteen bits a pass, least first.
  private static func sorted(_ positions: [Position]) -> [Int32] {
    var order = positions.indices.map { Int32($0) }
    let largest = positions.max()?.number ?? 0
    var shift: UInt64 = 0
    while shift < 64, shift == 0 || largest >> shift > 0 {
      var starts = [Int](repeating: 0, count: 65_537)
      for position in positions { starts[Int(position.number >> shift & 0xFFFF) + 1] += 1 }
      for digit in 0..<65_536 { starts[digit + 1] += starts[digit] }
      var next = order
      for row in order {
        let digit = Int(positions[Int(row)].number >> shift & 0xFFFF)
        next[starts[digit]] = row
        starts[digit] += 1
      }
      order = next
      shift += 16
    }
    return order
  }
}

extension ReadingContext {
  /// What no clock changes of the obligations of this position.
  var routedDuties: RoutedDuties {
    get throws {
      let compiler = store.companion("dutyCompiler") { DutyCompiler() }
      return try sharedAtPosition("routed duties") {
        try ObligationBuilder(self, compiler).routed()
      }
    }
  }
}
