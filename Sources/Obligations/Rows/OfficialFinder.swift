import LedgerModel
import Projections

/// Finds the persons who owe a duty of office holders: one row a person, however many offices; the
/// unit is that of the principal one among those that the selector matches.
struct OfficialFinder {
  private let finder: HolderFinder
  private let book: OfficeBook
  private let ranks: [String: Int]
  private let filter: (OfficeRow) -> Bool

  /// `ranks` are those of levels, 0 for the root's.
  init(
    _ finder: HolderFinder, _ book: OfficeBook, _ ranks: [String: Int],
    _ filter: @escaping (OfficeRow) -> Bool
  ) {
    self.finder = finder
    self.book = book
    self.ranks = ranks
    self.filter = filter
  }

  private var duty: CompiledDuty { finder.duty }
  private var history: UnitHistory { finder.history }
  private var terms: OfficeTerms { book.terms }

  /// Those of the due day, and of earlier days only. `check` is called every 4,096 offices and may
  /// throw to end the search. O(offices), and the days of changes for offices of units that changed.
  func holders(_ check: () throws -> Void) throws -> [ExpectedHolder] {
    let day = duty.dueDay
    let tree = history.tree(on: day)
    var current = Candidates(personCount: terms.personCount)
    for office in 0..<terms.count {
      if office.isMultiple(of: 4_096) { try check() }
      guard terms.isHeld(office, on: day), matches(office, tree) else { continue }
      take(office, on: day, tree, into: &current)
    }
    let expected = current.all.map { holder($0, tree, isApplicable: true) }
    return try expected + former(besides: current, check)
  }

  private func matches(_ office: Int, _ tree: TreeOfDay) -> Bool {
    let unit = book.unit(of: office)
    return finder.isVisible(unit, tree)
      && filter(OfficeRow(terms: terms, number: office, unit: unit, tree: tree))
  }

  private func take(
    _ office: Int, on day: Day, _ tree: TreeOfDay, into candidates: inout Candidates
  ) {
    let level = book.unit(of: office).map { tree.level(number: $0) } ?? ""
    candidates.take(
      Candidate(
        day: day, office: office, rank: ranks[level] ?? .max, version: terms.version(office)),
      of: terms.persons[office], terms)
  }

  private func holder(
    _ candidate: Candidate, _ tree: TreeOfDay, isApplicable: Bool
  ) -> ExpectedHolder {
    let unit = unit(of: candidate.office, tree)
    return ExpectedHolder(
      unit: unit, number: Int32(history.numbers[unit] ?? -1),
      person: terms.person(candidate.office), target: nil, isApplicable: isApplicable,
      version: candidate.version)
  }

  /// Offices of a merged, split or closed unit go on: the unique successor valid on the day stands
  /// in, else the old unit.
  private func unit(of office: Int, _ tree: TreeOfDay) -> String {
    let own = terms.unit(office)
    var (number, seen) = (book.unit(of: office), Set<Int>())
    while let current = number, !history.units[current].isValid(on: tree.day),
      seen.insert(current).inserted, let next = history.units[current].uniqueSuccessor
    {
      number = history.numbers[next]
      if let number, history.units[number].isValid(on: tree.day) { return next }
    }
    return own
  }

  // MARK: Earlier days

  /// Persons whom the selector matched on an earlier day of the span only, with the unit of the
  /// last such day.
  private func former(
    besides current: Candidates, _ check: () throws -> Void
  ) throws -> [ExpectedHolder] {
    guard duty.rule.opens < duty.dueDay else { return [] }
    let past = Past(finder.span, unitCount: history.units.count)
    var found = Candidates(personCount: terms.personCount)
    for office in 0..<terms.count {
      if office.isMultiple(of: 4_096) { try check() }
      guard !current.has(terms.persons[office]), let day = lastDay(of: office, past) else {
        continue
      }
      take(office, on: day, history.tree(on: day), into: &found)
    }
    return found.all.map { holder($0, history.tree(on: $0.day), isApplicable: false) }
  }

  /// The last day before the due day on which the office was held and matched.
  private func lastDay(of office: Int, _ past: Past) -> Day? {
    let (starts, ends) = (terms.firstDay(office), terms.endDay(office))
    let last = min(ends ?? duty.dueDay, duty.dueDay).before
    let first = max(duty.rule.opens, starts)
    guard first <= last else { return nil }
    // Where nothing changed, every day of the span answers as the due day does.
    guard let unit = book.unit(of: office), past.isChanged[unit] else {
      return matches(office, history.tree(on: duty.dueDay)) ? last : nil
    }
    if matches(office, history.tree(on: last)) { return last }
    return past.days.first { day in
      first <= day && day < last && matches(office, history.tree(on: day))
    }
  }

  /// The days before changes, the latest first, and which units some change concerns.
  private struct Past {
    let days: [Day]
    private(set) var isChanged: [Bool]

    init(_ span: HolderSpan, unitCount: Int) {
      days = span.days.map(\.before)
      isChanged = Array(repeating: false, count: unitCount)
      for unit in span.candidates { isChanged[unit] = true }
    }
  }
}

/// The principal one of the offices that a person was found to hold on a day.
private struct Candidate {
  let day: Day
  var office: Int
  var rank: Int
  /// The newest event of all of them.
  var version: RowVersion
}

/// The best candidate of each person, in the order in which persons were found.
private struct Candidates {
  private(set) var all: [Candidate] = []
  /// By person the place in `all`; −1 none.
  private var places: [Int32]

  init(personCount: Int) { places = Array(repeating: -1, count: personCount) }

  func has(_ person: Int32) -> Bool { places[Int(person)] >= 0 }

  /// Keeps the later day; of one day the principal office, and the newest version of all.
  mutating func take(_ candidate: Candidate, of person: Int32, _ terms: OfficeTerms) {
    guard has(person) else {
      places[Int(person)] = Int32(all.count)
      all.append(candidate)
      return
    }
    let place = Int(places[Int(person)])
    let known = all[place]
    guard known.day <= candidate.day else { return }
    guard known.day == candidate.day else {
      all[place] = candidate
      return
    }
    all[place].version = known.version.merged(with: candidate.version)
    if terms.precedes(
      candidate.office, known.office, rank: candidate.rank, otherRank: known.rank)
    {
      (all[place].office, all[place].rank) = (candidate.office, candidate.rank)
    }
  }
}

extension Day {
  fileprivate var before: Day { Day(number: number &- 1) }
}
