package import LedgerModel
package import Projections
package import QueryPlan

/// What each event of a log did to obligations, judged by the same rules as the answers.
///
/// Events are asked about in the order of the log. Between two changes of the structure the rows of
/// a duty are derived once, when the first piece of evidence for it comes by, and every event costs
/// only the rows that it touches. A change of the structure has the duties derived anew that it can
/// reach. Memory grows with the evidence, as that of any question about obligations. Confined to
/// one thread.
package final class ObligationTimeline {
  private let store: ProjectionStore
  private let context: (Reading) -> ReadingContext
  /// Assumptions and tree day of all readings.
  private let base: Reading
  private let structure: StructureMarks
  private let compiler: DutyCompiler
  private var stretch: Stretch?
  private var lookup: EvidenceLookup?
  /// Patterns that were known when the index was asked for.
  private var patternCount = 0

  /// - Parameters:
  ///   - base: what all readings have in common, `assuming` and `valid at`.
  ///   - context: the ledger at a reading; one that is not kept, or memory fills up.
  package init(
    store: ProjectionStore,
    like base: Reading = Reading(position: .empty, clock: Instant(microseconds: 0)),
    context: @escaping (Reading) -> ReadingContext
  ) {
    self.store = store
    self.context = context
    self.base = base
    structure = store.companion("structureMarks") { StructureMarks(store) }
    compiler = store.companion("dutyCompiler") { DutyCompiler() }
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

  /// What evidence did: the rows that the event serves or takes from, in the order of their keys.
  ///
  /// The clock of both judgements is the moment at which the event was recorded.
  ///
  /// - Parameter end: how far the log may be folded already, so that a batch is folded in one pass.
  package func changes(
    by event: RecordedEvent, through end: Position
  ) throws -> [ObligationChange] {
    if try isStructural(event.position, through: end),
      !structure.evidenceTypes.contains(event.typeName)
    {
      return []
    }
    let stretch = try enter(event.position, event.recorded, through: end)
    let reading = reading(event.position, event.recorded)
    let step = try ObligationStep(reading, from: stretch, to: stretch, changed: [])
    return try changes(step) { row, boundary in
      var reading = reading
      reading.assumptions.boundary = boundary
      let route = try stretch.routed(row.duty)
      let number = route.route.row(ofKey: row.text, stretch.lookup.index.names)
      guard number >= 0 else { return nil }
      return route.judged(
        [number], number: row.duty, stretch.rulings(row.duty), reading
      ).first?.judgement
    }
  }

  /// What a change of the structure did, in the order of the keys of the rows.
  package func structuralChanges(
    by event: RecordedEvent, through end: Position
  ) throws -> [ObligationChange] {
    try fold(through: end)
    return try changes(step(at: event.position, event.recorded, through: end)) { _, _ in nil }
  }

  /// Calls `body` with every event behind `after` up to `end` that may have changed rows, in the
  /// order of the log.
  func forEachStep(
    after start: Position, through end: Position, _ body: (ObligationStep) throws -> Void
  ) throws {
    try fold(through: end)
    guard let first = structure.marks.first(where: { $0.changed.contains("duties") }) else {
      return
    }
    // Nobody owes anything before the first duty is declared.
    let begin = max(start, Position(first.position.number - 1))
    guard begin < end else { return }
    let lookup = try evidence(context(reading(end, first.recorded)), through: end)
    lookup.catchUp()
    var moments = lookup.moments(after: begin, through: end)
    var newcomers: [Position: StructureMarks.Mark] = [:]
    for mark in structure.marks where mark.position > begin && mark.position <= end {
      if moments.updateValue(mark.recorded, forKey: mark.position) == nil, mark.newcomer != nil {
        newcomers[mark.position] = mark
      }
    }
    let ordered = moments.sorted { $0.key < $1.key }
    var next = 0
    while next < ordered.count {
      let run = ordered[next...].lazy.map { newcomers[$0.key] }.prefix { $0 != nil }
      let steps = try steps(run.compactMap { $0 }, through: end)
      // Where one run shares rows, so will the others.
      if steps == nil { newcomers = [:] }
      for step in steps ?? [] { try body(step) }
      next += steps?.count ?? 0
      guard steps?.isEmpty ?? true else { continue }
      try body(step(at: ordered[next].key, ordered[next].value, through: end))
      next += 1
    }
  }

  /// The steps of the first few of a run of events by which each time somebody else took up an
  /// office, found by one comparison; empty for a run of one, none where rows are shared.
  private func steps(
    _ run: [StructureMarks.Mark], through end: Position
  ) throws -> [ObligationStep]? {
    guard run.count > 1, let first = run.first else { return [] }
    let before = try enter(Position(first.position.number - 1), first.recorded, through: end)
    let links = try before.context.links
    var persons: Set<String> = []
    let marks = run.prefix { persons.insert(links.person($0.newcomer ?? "")).inserted }
    guard marks.count > 1, let last = marks.last else { return [] }
    let after = try enter(last.position, last.recorded, through: end)
    let newcomers = marks.map { mark in
      (links.person(mark.newcomer ?? ""), reading(mark.position, mark.recorded))
    }
    return try ObligationStep.steps(newcomers, from: before, to: after)
  }

  private func reading(_ position: Position, _ recorded: Instant) -> Reading {
    var reading = base
    (reading.position, reading.clock, reading.after) = (position, recorded, .empty)
    return reading
  }
}

// MARK: - Stretches

extension ObligationTimeline {
  /// Folds everything that judging needs in one pass.
  private func fold(through end: Position) throws {
    guard structure.position < end else { return }
    var followers: [any LogFollower] = StructureMarks.sources.compactMap { store.stored($0) }
    followers.append(structure)
    if let index = lookup?.index { followers.append(index) }
    try store.advance(followers, through: end)
  }

  /// Ways into the evidence for all duties declared so far.
  private func evidence(
    _ context: ReadingContext, through end: Position
  ) throws -> EvidenceLookup {
    let index = try compiler.index(
      for: structure.patterns, zone: try context.campaigns.zone, store, through: end)
    patternCount = structure.patterns.count
    if let lookup, lookup.index === index { return lookup }
    let made = EvidenceLookup(index)
    lookup = made
    return made
  }

  private func step(
    at position: Position, _ recorded: Instant, through end: Position
  ) throws -> ObligationStep {
    let before = try enter(Position(position.number - 1), recorded, through: end)
    let after = try enter(position, recorded, through: end)
    let changed = structure.changed(after: Position(position.number - 1), through: position)
    return try ObligationStep(
      reading(position, recorded), from: before, to: after, changed: changed)
  }

  /// The stretch in which a position lies; what nothing has changed since the one before is taken
  /// over from there.
  private func enter(
    _ position: Position, _ recorded: Instant, through end: Position
  ) throws -> Stretch {
    let start = structure.last(through: position)
    let known = stretch.flatMap { $0.start <= start ? $0 : nil }
    let isIndexed = patternCount == structure.patterns.count
    if let known, known.start == start, isIndexed, known.lookup.index.position >= position {
      known.lookup.catchUp()
      return known
    }
    let changed = structure.changed(after: known?.start ?? .empty, through: start)
    let reading = reading(start, recorded)
    let context = known?.context.moved(to: reading, changed: changed) ?? context(reading)
    let lookup = try evidence(context, through: max(position, end))
    lookup.catchUp()
    let next = try Stretch(context, compiler, lookup, after: known, changed: changed)
    stretch = next
    return next
  }
}

// MARK: - Changes

extension ObligationTimeline {
  private func changes(
    _ step: ObligationStep,
    otherwise: (JudgedObligation, Boundary) throws -> Judgement?
  ) throws -> [ObligationChange] {
    var changes: [ObligationChange] = []
    for (old, new) in step.rows {
      guard let row = new ?? old else { continue }
      let rule = (new == nil ? step.before : step.after).duties[row.duty].rule
      let boundary = row.due.boundary(declared: rule.boundary, assumed: nil)
      var other: Judgement?
      if let new, new.due.isStated { other = try otherwise(new, boundary.other) }
      let change = ObligationChange(
        duty: rule, key: row.key, text: row.text, before: old, after: new, boundary: boundary,
        otherwise: other)
      if change.isVisible { changes.append(change) }
    }
    return changes.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
  }
}
