package import LedgerModel
package import Projections
package import QueryPlan

/// What each event of a log did to obligations, judged by the same rules as the answers.
///
/// Events are asked about in the order of the log. Between two changes of the structure the rows of
/// a duty are derived once, when the first piece of evidence for it comes by, and every event costs
/// only the rows that it touches. What the structure itself changes is found by comparing all rows
/// before and after. Memory grows with the evidence, as that of any question about obligations.
/// Confined to one thread.
package final class ObligationTimeline {
  private let store: ProjectionStore
  private let context: (Reading) -> ReadingContext
  private let structure: StructureMarks
  private var stretch: Stretch?
  private var lookup: EvidenceLookup?

  /// - Parameter context: the ledger at a reading; one that is not kept, or memory fills up.
  package init(store: ProjectionStore, context: @escaping (Reading) -> ReadingContext) {
    self.store = store
    self.context = context
    structure = StructureMarks(store)
  }

  /// The rules between two changes of the structure.
  private struct Stretch {
    let start: Position
    let context: ReadingContext
    let duties: [CompiledDuty]
    let exceptions: [String: [DutyException]]
    let terms: OfficeTerms
    /// Numbers of duties by pattern.
    let takers: [Int: [Int]]
    var routed: [Int: RoutedDuty] = [:]
  }

  /// Types whose events come with the changes that `structuralChanges` finds.
  package static let structuralTypes: Set<String> = [
    "orgunit.merged", "orgunit.split", "orgunit.closed", "orgunit.moved", "duty.extended",
    "duty.waived", "plan.amended",
  ]

  /// True when the event at that position changes who owes what, an amendment of one that did
  /// included.
  package func isStructural(_ position: Position, through end: Position) throws -> Bool {
    try fold(through: end)
    return structure.last(through: position) == position
  }

  /// Folds everything that judging needs in one pass.
  private func fold(through end: Position) throws {
    guard structure.position < end else { return }
    var followers: [any LogFollower] = StructureMarks.sources.compactMap { store.stored($0) }
    followers.append(structure)
    if let index = lookup?.index { followers.append(index) }
    try store.advance(followers, through: end)
  }

  /// What evidence did: the rows that the event serves or takes from, in the order of their keys.
  ///
  /// The clock of both judgements is the moment at which the event was recorded.
  ///
  /// - Parameter end: how far the log may be folded already, so that a batch is folded in one pass.
  package func changes(
    by event: RecordedEvent, through end: Position
  ) throws -> [ObligationChange] {
    let (position, recorded) = (event.position, event.recorded)
    if try isStructural(position, through: end),
      !structure.evidenceTypes.contains(event.typeName)
    {
      return []
    }
    try prepare(at: position, recorded, through: end)
    guard let lookup, stretch != nil else { return [] }
    var changes: [ObligationChange] = []
    for (number, row) in try touchedRows(at: position, lookup) {
      guard let duty = stretch?.routed[number] else { continue }
      let before = Reading(position: Position(position.number - 1), clock: recorded)
      let change = change(
        duty.route.duty.rule, before: duty.row(row, lookup, before),
        after: duty.row(row, lookup, Reading(position: position, clock: recorded)),
        otherwise: { boundary in
          var reading = Reading(position: position, clock: recorded)
          reading.assumptions.boundary = boundary
          return duty.row(row, lookup, reading).judgement
        })
      if change.isVisible { changes.append(change) }
    }
    return changes.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
  }

  private func change(
    _ rule: DutyRule, before: JudgedObligation, after: JudgedObligation,
    otherwise: (Boundary) -> Judgement
  ) -> ObligationChange {
    let boundary = after.due.boundary(declared: rule.boundary, assumed: nil)
    return ObligationChange(
      duty: rule, key: after.key, text: after.text, before: before, after: after,
      boundary: boundary, otherwise: after.due.isStated ? otherwise(boundary.other) : nil)
  }
}

// MARK: - Stretches

extension ObligationTimeline {
  private func prepare(
    at position: Position, _ recorded: Instant, through end: Position
  ) throws {
    let start = structure.last(through: position)
    if stretch?.start != start { try enter(start, at: position, recorded, through: end) }
    lookup?.catchUp()
  }

  private func enter(
    _ start: Position, at position: Position, _ recorded: Instant, through end: Position
  ) throws {
    let context = context(Reading(position: position, clock: recorded))
    let compiler = store.companion("dutyCompiler") { DutyCompiler() }
    let table = try context.stored("duties")
    let rules = table.rows.filter(\.stands).compactMap { DutyRule($0, table) }
    let campaigns = try context.campaigns
    let index = try compiler.index(
      for: rules, zone: campaigns.zone, store, through: max(position, end))
    if lookup?.index !== index { lookup = EvidenceLookup(index) }
    let rulings = try context.stored("%duty_exceptions")
    let exceptions = Dictionary(
      grouping: rulings.rows.compactMap { DutyException($0, rulings) },
      by: { "\($0.campaign)/\($0.duty)" })
    let duties = rules.compactMap { rule in
      try? compiler.compile(rule, campaigns.settings(of: rule.campaign), index)
    }
    var takers: [Int: [Int]] = [:]
    for (number, duty) in duties.enumerated() {
      for pattern in Set(duty.patterns.flatMap({ $0 })) {
        takers[pattern, default: []].append(number)
      }
    }
    stretch = Stretch(
      start: start, context: context, duties: duties, exceptions: exceptions,
      terms: try context.officeTerms, takers: takers)
  }

  /// The rows that what begins or ends at a position serves, with the number of their duty.
  private func touchedRows(
    at position: Position, _ lookup: EvidenceLookup
  ) throws -> [(duty: Int, row: Int32)] {
    let touched = lookup.touched(at: position)
    var records = Set(touched.records)
    var rows: [Int: Set<Int32>] = [:]
    for mark in touched.marks {
      if mark.kind == .reminder {
        try addReminded(mark.subject, lookup, to: &rows)
      } else {
        records.formUnion(lookup.records(about: mark.subject))
      }
    }
    for record in records {
      let matches = lookup.index.records[record].matches
      for match in lookup.index.matches[Int(matches.lowerBound)..<Int(matches.upperBound)] {
        for number in stretch?.takers[Int(match.pattern)] ?? [] {
          guard let duty = try routed(number, lookup) else { continue }
          rows[number, default: []].formUnion(duty.rows(of: record))
        }
      }
    }
    return rows.flatMap { number, rows in rows.map { (number, $0) } }
  }

  private func addReminded(
    _ obligation: Int32, _ lookup: EvidenceLookup, to rows: inout [Int: Set<Int32>]
  ) throws {
    guard let text = lookup.index.names[obligation] else { return }
    for (number, duty) in (stretch?.duties ?? []).enumerated()
    where text.hasPrefix(duty.rule.key + "/") {
      if let row = try routed(number, lookup)?.route.rowByText[text] {
        rows[number, default: []].insert(Int32(row))
      }
    }
  }

  private func routed(_ number: Int, _ lookup: EvidenceLookup) throws -> RoutedDuty? {
    guard let stretch else { return nil }
    let duty: RoutedDuty
    if let known = stretch.routed[number] {
      duty = known
    } else {
      let compiled = stretch.duties[number]
      duty = try RoutedDuty(
        compiled, stretch.exceptions[compiled.rule.key] ?? [], stretch.terms, stretch.context,
        lookup.index)
      self.stretch?.routed[number] = duty
    }
    duty.catchUp(lookup)
    return duty
  }
}

// MARK: - Changes of the structure

extension ObligationTimeline {
  /// What a change of the structure did: all rows before and after it compared, in the order of
  /// their keys. O(all obligations).
  package func structuralChanges(by event: RecordedEvent) throws -> [ObligationChange] {
    let before = try rows(at: Position(event.position.number - 1), event.recorded)
    let after = try rows(at: event.position, event.recorded)
    let keys = Set(before.keys).union(after.keys)
    return keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { text in
      let (old, new) = (before[text], after[text])
      guard let some = new ?? old else { return nil }
      let change = ObligationChange(
        duty: some.rule, key: some.row.key, text: text, before: old?.row, after: new?.row,
        boundary: some.row.due.boundary(declared: some.rule.boundary, assumed: nil),
        otherwise: nil)
      return change.isVisible ? change : nil
    }
  }

  private func rows(
    at position: Position, _ recorded: Instant
  ) throws -> [String: (row: JudgedObligation, rule: DutyRule)] {
    let table = try context(Reading(position: position, clock: recorded)).obligations
    return Dictionary(
      table.rows.map { ($0.text, ($0, table.duties[$0.duty])) },
      uniquingKeysWith: { first, _ in first })
  }
}
