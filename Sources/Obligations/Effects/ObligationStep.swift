import LedgerModel
import Projections
import QueryPlan

/// One event between two stretches, or inside one, and the rows that it may have changed, judged
/// right before and right after it at the moment at which it was recorded.
struct ObligationStep {
  let position: Position
  let before: Stretch
  let after: Stretch
  /// None before for a row that the event made, none after for one that it took away.
  private(set) var rows: [(old: JudgedObligation?, new: JudgedObligation?)] = []
  /// The reading after the event; that before it differs by its position alone.
  private let reading: Reading
  private let changed: Set<String>

  /// Two rows of a duty, or one, by their numbers.
  private struct Pair {
    let old: Int32?
    let new: Int32?

    init(_ old: Int32?, _ new: Int32?) {
      self.old = old
      self.new = new
    }
  }

  init(
    _ reading: Reading, from before: Stretch, to after: Stretch, changed: Set<String>
  ) throws {
    position = reading.position
    self.before = before
    self.after = after
    self.reading = reading
    self.changed = changed
    let touched = try after.touchedRows(at: position)
    guard before !== after else {
      for (number, rows) in touched { try judge(number, number, rows.map { Pair($0, $0) }) }
      return
    }
    let touchedBefore = try before.touchedRows(at: position)
    let keys = Set((before.duties + after.duties).map(\.rule.key))
    for key in keys {
      let (old, new) = (before.number(of: key), after.number(of: key))
      let pairs = try pairs(
        old, new, old.flatMap { touchedBefore[$0] } ?? [], new.flatMap { touched[$0] } ?? [])
      try judge(old, new, pairs)
    }
  }

  // MARK: Judging

  private mutating func judge(_ old: Int?, _ new: Int?, _ pairs: [Pair]) throws {
    guard !pairs.isEmpty else { return }
    var earlier = reading
    earlier.position = Position(position.number - 1)
    let olds = try judged(old, before, pairs.compactMap(\.old), earlier)
    let news = try judged(new, after, pairs.compactMap(\.new), reading)
    var (nextOld, nextNew) = (olds.makeIterator(), news.makeIterator())
    for pair in pairs {
      rows.append(
        (pair.old == nil ? nil : nextOld.next(), pair.new == nil ? nil : nextNew.next()))
    }
  }

  private func judged(
    _ number: Int?, _ stretch: Stretch, _ rows: [Int32], _ reading: Reading
  ) throws -> [JudgedObligation] {
    guard let number else { return [] }
    return try stretch.routed(number)
      .judged(rows, number: number, stretch.rulings(number), reading)
  }

  // MARK: Rows that may differ

  private func pairs(
    _ old: Int?, _ new: Int?, _ touchedOld: Set<Int32>, _ touchedNew: Set<Int32>
  ) throws -> [Pair] {
    guard let old, let new else {
      let gone = try old.map { try before.routed($0).rowNumbers } ?? 0..<0
      let made = try new.map { try after.routed($0).rowNumbers } ?? 0..<0
      return gone.map { Pair($0, nil) } + made.map { Pair(nil, $0) }
    }
    let (earlier, later) = (try before.routed(old), try after.routed(new))
    let rulings = Set(before.rulings(old)).symmetricDifference(after.rulings(new))
    let readsAll =
      before.duties[old].rule != after.duties[new].rule
      || !changed.isDisjoint(with: ["campaigns", "%unit_facts", "provisions"])
    func differs(_ pair: Pair) -> Bool {
      guard !readsAll, let old = pair.old, let new = pair.new else { return true }
      if touchedOld.contains(old) || touchedNew.contains(new) { return true }
      if !rulings.isEmpty {
        let key = later.key(of: new)
        if rulings.contains(where: { $0.covers(key) }) { return true }
      }
      return earlier !== later && !earlier.agrees(old, with: later, new)
    }
    if earlier === later {
      let rows = readsAll || !rulings.isEmpty ? Array(later.rowNumbers) : touchedNew.sorted()
      return rows.map { Pair($0, $0) }.filter(differs)
    }
    return ObligationStep.matched(earlier, later).filter(differs)
  }

  /// Rows of the same key.
  private static func matched(_ earlier: RoutedDuty, _ later: RoutedDuty) -> [Pair] {
    let olds = earlier.route.rowByText
    let news = later.route.rowByText
    var pairs: [Pair] = []
    for (text, row) in news { pairs.append(Pair(olds[text].map { Int32($0) }, Int32(row))) }
    for (text, row) in olds where news[text] == nil { pairs.append(Pair(Int32(row), nil)) }
    return pairs
  }
}

// MARK: - Newcomers

extension ObligationStep {
  /// One step for each of those who took up a new office one after the other, nobody twice: what is
  /// different in somebody's rows at the end their own event has done. None where a row is shared.
  static func steps(
    _ newcomers: [(person: String, reading: Reading)], from before: Stretch, to after: Stretch
  ) throws -> [ObligationStep]? {
    var steps = newcomers.map {
      ObligationStep($0.reading, opened: before, after, ["offices"])
    }
    let numbers = Dictionary(
      newcomers.enumerated().map { ($1.person, $0) }, uniquingKeysWith: { first, _ in first })
    for (number, duty) in after.duties.enumerated() {
      guard case .offices = duty.holder.filter else { continue }
      guard duty.rule.cardinality != .any, let old = before.number(of: duty.rule.key) else {
        return nil
      }
      let (earlier, later) = (try before.routed(old), try after.routed(number))
      for pair in try steps[0].pairs(old, number, [], []) {
        let key = pair.new.map { later.key(of: $0) } ?? pair.old.map { earlier.key(of: $0) }
        guard let place = key?.person.flatMap({ numbers[$0] }) else { return nil }
        try steps[place].judge(old, number, [pair])
      }
    }
    return steps
  }

  /// Without rows yet.
  private init(
    _ reading: Reading, opened before: Stretch, _ after: Stretch, _ changed: Set<String>
  ) {
    position = reading.position
    self.before = before
    self.after = after
    self.reading = reading
    self.changed = changed
  }
}
