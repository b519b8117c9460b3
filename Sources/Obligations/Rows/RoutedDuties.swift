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
  /// every few thousand rows.
  func order(_ check: @escaping () throws -> Void) throws -> [Int32] {
    if let knownOrder { return knownOrder }
    var byKey = try KeyOrder(facts.map(\.route), facts.first?.index.names ?? Interner(), check)
    let order = try RoutedDuties.ordered(byKey.rows(), by: try positions(check), check)
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

  /// Rows by position, those of one position as they come: sixteen bits a pass, least first.
  private static func ordered(
    _ rows: [Int32], by positions: [Position], _ check: () throws -> Void
  ) throws -> [Int32] {
    var order = rows
    let largest = positions.max()?.number ?? 0
    var shift: UInt64 = 0
    while shift < 64, shift == 0 || largest >> shift > 0 {
      try check()
      var starts = [Int](repeating: 0, count: 65_537)
      for position in positions { starts[Int(position.number >> shift & 0xFFFF) + 1] += 1 }
      for digit in 0..<65_536 { starts[digit + 1] += starts[digit] }
      var next = order
      for (number, row) in order.enumerated() {
        if number.isMultiple(of: 262_144) { try check() }
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
