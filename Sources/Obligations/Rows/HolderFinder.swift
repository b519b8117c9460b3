import LedgerModel
import Projections

/// Evaluates a duty's selectors on days, as known at one position.
final class HolderFinder {
  let duty: CompiledDuty
  let history: UnitHistory
  private let offices: OfficeBook
  private let pages: [String: Int64]
  private let ranks: [String: Int]
  private let owner: Int?
  /// Holder of each target by first day of a stretch without changes; −1 none, −2 not asked yet.
  private var pairs: [Day: [Int]] = [:]

  init(_ duty: CompiledDuty, _ context: ReadingContext) throws {
    self.duty = duty
    offices = try context.officeBook
    history = try context.units
    pages = try context.pageCounts()
    ranks = try context.levelRanks
    owner = duty.settings.owner.flatMap { [history] in history.numbers[$0] }
  }

  /// Those of the due day, and of earlier days only. `check` is called every 4,096 units or offices
  /// and may throw to end the search.
  func holders(_ check: () throws -> Void) throws -> [ExpectedHolder] {
    if duty.target != nil { return try pairHolders(check) }
    let holders =
      switch duty.holder.filter {
      case .units(let filter): try unitHolders(filter, check)
      case .offices(let filter): try OfficialFinder(self, offices, ranks, filter).holders(check)
      }
    return duty.rule.cardinality == .any ? grouped(holders) : holders
  }

  var span: HolderSpan {
    HolderSpan(
      history, opens: duty.rule.opens, dueDay: duty.dueDay,
      withHeadcounts: duty.readsHeadcounts)
  }

  // MARK: Units

  private func unitHolders(
    _ filter: (UnitRow) -> Bool, _ check: () throws -> Void
  ) throws -> [ExpectedHolder] {
    let tree = history.tree(on: duty.dueDay)
    var found: [ExpectedHolder] = []
    var expected: Set<Int> = []
    for number in history.units.indices {
      if number.isMultiple(of: 4_096) { try check() }
      guard matches(number, tree, filter) else { continue }
      expected.insert(number)
      found.append(holder(number, isApplicable: true))
    }
    let span = span
    for day in span.days {
      let earlier = history.tree(on: day)
      for number in span.candidates
      where !expected.contains(number) && matches(number, earlier, filter) {
        expected.insert(number)
        found.append(holder(number, isApplicable: false))
      }
    }
    return found
  }

  private func holder(_ number: Int, isApplicable: Bool) -> ExpectedHolder {
    let unit = history.units[number]
    return ExpectedHolder(
      unit: unit.unit, number: Int32(number), person: nil, target: nil,
      isApplicable: isApplicable, version: unit.version)
  }

  private func matches(_ number: Int, _ tree: TreeOfDay, _ filter: (UnitRow) -> Bool) -> Bool {
    history.units[number].isValid(on: tree.day) && isVisible(number, tree)
      && filter(UnitRow(tree: tree, number: number, pages: pages))
  }

  /// The same of a unit that may be none that is registered.
  func isVisible(_ number: Int?, _ tree: TreeOfDay) -> Bool {
    number.map { isVisible($0, tree) } ?? (owner == nil)
  }

  /// A plan sees its owner's subtree and the owner's ancestors, so that many plans share a ledger.
  func isVisible(_ number: Int, _ tree: TreeOfDay) -> Bool {
    guard let owner else { return true }
    return tree.isUnder(number: number, root: owner) || tree.isUnder(number: owner, root: number)
  }

  // MARK: Pairs

  private func pairHolders(_ check: () throws -> Void) throws -> [ExpectedHolder] {
    let tree = history.tree(on: duty.dueDay)
    var found: [ExpectedHolder] = []
    var expected: Set<[Int]> = []
    for target in history.units.indices {
      if target.isMultiple(of: 4_096) { try check() }
      guard let holder = pair(target, tree) else { continue }
      expected.insert([holder, target])
      found.append(pairHolder(holder, target, isApplicable: true))
    }
    let span = span
    for day in span.days {
      let earlier = history.tree(on: day)
      for target in span.candidates {
        guard let holder = pair(target, earlier),
          expected.insert([holder, target]).inserted
        else { continue }
        found.append(pairHolder(holder, target, isApplicable: false))
      }
    }
    return found
  }

  private func pairHolder(_ holder: Int, _ target: Int, isApplicable: Bool) -> ExpectedHolder {
    let (unit, target) = (history.units[holder], history.units[target])
    return ExpectedHolder(
      unit: unit.unit, number: Int32(holder), person: nil, target: target.unit,
      isApplicable: isApplicable, version: unit.version.merged(with: target.version))
  }

  /// The holder of a target on the tree's day; none when one of the two is not selected.
  private func pair(_ target: Int, _ tree: TreeOfDay) -> Int? {
    guard let selector = duty.target, case .units(let filter) = duty.holder.filter,
      history.units[target].isValid(on: tree.day), isVisible(target, tree)
    else { return nil }
    let row = UnitRow(tree: tree, number: target, pages: pages)
    guard selector.filter(row), let unit = selector.holder(row).text,
      let holder = history.numbers[unit], matches(holder, tree, filter)
    else { return nil }
    return holder
  }

  /// The unit that was the target's holder on a day.
  func pairHolder(of target: String, on day: Day) -> String? {
    guard let number = history.numbers[target] else { return nil }
    let stretch = firstDay(ofStretchWith: day)
    if pairs[stretch] == nil {
      pairs[stretch] = [Int](repeating: -2, count: history.units.count)
    }
    var holder = pairs[stretch]?[number] ?? -1
    if holder == -2 {
      holder = pair(number, history.tree(on: stretch)) ?? -1
      pairs[stretch]?[number] = holder
    }
    return holder < 0 ? nil : history.units[holder].unit
  }

  func firstDay(ofStretchWith day: Day) -> Day {
    history.firstDay(ofStretchWith: day, withHeadcounts: duty.readsHeadcounts)
  }
}

// MARK: Groups

extension HolderFinder {
  /// One row a group; a group that only earlier holders make up is not applicable.
  private func grouped(_ holders: [ExpectedHolder]) -> [ExpectedHolder] {
    let tree = history.tree(on: duty.dueDay)
    var groups: [String: ExpectedHolder] = [:]
    var order: [String] = []
    for holder in holders {
      guard let unit = group(of: holder.unit, tree) else { continue }
      let member = holder.person ?? holder.unit
      guard let known = groups[unit] else {
        order.append(unit)
        groups[unit] = ExpectedHolder(
          unit: unit, number: number(of: unit), person: nil, target: nil,
          isApplicable: holder.isApplicable, version: holder.version, members: [member])
        continue
      }
      guard known.isApplicable == holder.isApplicable else { continue }
      groups[unit]?.version = known.version.merged(with: holder.version)
      groups[unit]?.members.append(member)
    }
    return order.compactMap { groups[$0] }
  }

  private func number(of unit: String) -> Int32 { Int32(history.numbers[unit] ?? -1) }

  private func group(of unit: String, _ tree: TreeOfDay) -> String? {
    let words = (duty.rule.group ?? "unit").split(separator: " ")
    guard words.count == 2, words[0] == "ancestor" else { return unit }
    return tree.ancestor(of: unit, level: String(words[1].drop { $0 == "." }))
  }
}
