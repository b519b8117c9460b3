import Catalog
import EventLog
package import LedgerModel
import Obligations
import Projections
import QueryPlan

/// A history on its way to its reader: events in log order, step by step.
///
/// A step reads a bounded stretch of the log, lets go of it, and only then is anything worded or
/// printed, so that no reader pins pages while somebody looks at a screen. Confined to one thread.
package final class Replay {
  private let ledger: Ledger
  private let source: LogEventSource
  let filter: ReplayFilter
  /// The next position to read, and the last one to tell.
  private(set) var next: Position
  private(set) var last: Position
  /// The end as asked for; none follows the head.
  private let limit: Position?
  /// Entries of types that only a newer program knows; they cannot be told.
  package private(set) var unknownCount = 0
  private var amendments = Amendments()
  private var names: EntityNames
  private lazy var timeline = makeTimeline()

  /// Positions and bytes read in one transaction; the entry that passes the bound is the last.
  private static let stepCount: UInt64 = 1_024
  private static let stepByteCount = 4 * 1_024 * 1_024

  init(
    _ ledger: Ledger, _ filter: ReplayFilter, from first: Position, to limit: Position?,
    context: ReadingContext
  ) throws {
    self.ledger = ledger
    self.filter = filter
    source = LogEventSource(log: ledger.log)
    next = max(first, Position(1))
    self.limit = limit
    last = min(limit ?? context.position, context.position)
    names = EntityNames(context: context)
    try readAmendments(through: context.position)
  }

  /// The next entries of the history, told; empty for a step in which nothing was asked for, none
  /// at the end.
  package func entries() throws -> [ReplayEntry]? {
    guard let batch = try read() else { return nil }
    return try batch.events.compactMap { event in
      let effects = try Effects(event, self, through: batch.end)
      return try effects.isWanted ? entry(event, effects) : nil
    }
  }

  /// The next events of the history in the form in which any ledger can take them in; the same
  /// steps as `entries`.
  package func events() throws -> [RecordedEvent]? {
    guard let batch = try read() else { return nil }
    return try batch.events.filter { try Effects($0, self, through: batch.end).isWanted }
      .map(portable)
  }

  /// A correction or a void names its target by source and id: positions are those of one ledger.
  package func portable(_ event: RecordedEvent) throws -> RecordedEvent {
    guard let target = event.event.position("target"),
      Amendments.eventTypes.contains(event.typeName)
    else { return event }
    var portable = event
    portable.event.data.removeAll { $0.name == "target" }
    if event.event.text("target_id") == nil, let named = try source.event(at: target) {
      portable.event.data += [
        NamedValue("target_source", .text(named.event.source)),
        NamedValue("target_id", .text(named.event.id)),
      ]
    }
    return portable
  }

  /// Takes in what was recorded since; false when there is nothing new. Cheap: one read of the
  /// head.
  package func lookForMore() throws -> Bool {
    guard limit == nil else { return false }
    let head = try ledger.log.head().lastPosition
    guard head > last else { return false }
    last = head
    try readAmendments(through: head)
    names = EntityNames(context: try ledger.replayContext(at: head))
    return true
  }
}

// MARK: - Reading

extension Replay {
  private func read() throws -> (events: [RecordedEvent], end: Position)? {
    guard next <= last else { return nil }
    var end = Position(min(next.number + Replay.stepCount - 1, last.number))
    var events: [RecordedEvent] = []
    var unknown = 0
    var byteCount = 0
    let path = ledger.path
    try ledger.log.read { snapshot in
      try snapshot.scan(from: next, through: end) { position, record in
        guard let type = try EventCodec.peek(record).type(in: record) else {
          unknown += 1
          return true
        }
        guard filter.accepts(type) else { return true }
        do {
          let (recorded, event) = try EventCodec.decode(record)
          events.append(RecordedEvent(position: position, recorded: recorded, event: event))
        } catch {
          throw LedgerError.damaged(
            path: path, reason: "#\(position.number) is unreadable: \(error)")
        }
        byteCount += record.count
        guard byteCount >= Replay.stepByteCount else { return true }
        end = position
        return false
      }
    }
    unknownCount += unknown
    next = end.next
    return (events, end)
  }

  private func readAmendments(through head: Position) throws {
    let after = amendments.position
    try source.forEach(after: after, through: head, types: Amendments.eventTypes) {
      amendments.add($0)
    }
  }

  private func makeTimeline() -> ObligationTimeline {
    ObligationTimeline(store: ledger.projections) { [ledger] reading in
      ledger.world(at: reading).context(reading)
    }
  }
}

// MARK: - Telling

extension Replay {
  /// The zone of the event's campaign.
  package func zone(of event: Event) -> CivilZone {
    (try? names.context.campaigns.settings(of: event.campaign).zone) ?? .vietnam
  }

  private func writer(for event: Event) -> SentenceWriter {
    SentenceWriter(names: names, zone: zone(of: event))
  }

  private func entry(_ event: RecordedEvent, _ effects: Effects) throws -> ReplayEntry {
    let writer = writer(for: event.event)
    let words = EffectWords(writer: writer)
    let changes = try effects.changes()
    let duty = changes.count == 1 ? changes.first?.duty.duty : nil
    let namesDuty = EventSentences.template(of: event.event.type)?.names("duty") == true
    let inline = words.inline(changes, namesDuty: namesDuty)
    let live = amendments.live(naming: event.position, at: amendments.position)
    let settings = try names.context.campaigns.settings(of: event.event.campaign)
    let isBackdated = settings.isBackdated(event)
    return ReplayEntry(
      event: event,
      sentence: writer.sentence(event.event, duty: duty) + (inline ?? ""),
      effects: try amended(by: event, duty: duty, words)
        + (inline == nil ? words.clauses(changes) : []),
      provenance: provenance(of: event, isBackdated: isBackdated, writer),
      isBackdated: isBackdated, voidedBy: live.voids, correctedBy: live.corrections,
      zone: writer.zone)
  }

  private func provenance(
    of event: RecordedEvent, isBackdated: Bool, _ writer: SentenceWriter
  ) -> String {
    let said = event.event
    var words = "recorded \(writer.zone.secondText(event.recorded))"
    let lag = event.recorded.span(since: said.time)
    if isBackdated { words += ", \(DurationText.words(lag)) after it happened (back-dated)" }
    if let actor = said.actorName { words += ", by \(SentenceWriter.oneLine(actor))" }
    var parts = [words]
    if let document = said.text("document"),
      case .reference? = said.type.field(named: "document")?.type,
      EventSentences.template(of: said.type)?.names("document") != true
    {
      let day = writer.zone.day(of: said.time)
      parts.append("on document \(writer.names.name(.document, document, on: day))")
    }
    let attachments = said["evidence"]?.list?.count ?? 0
    if attachments > 0 {
      parts.append(attachments == 1 ? "1 attachment" : "\(attachments) attachments")
    }
    return parts.joined(separator: " · ")
  }
}

// MARK: - Amendments

extension Replay {
  /// What a correction or a void says of the entries that it reaches.
  private func amended(
    by event: RecordedEvent, duty: String?, _ words: EffectWords
  ) throws -> [String] {
    guard Amendments.eventTypes.contains(event.typeName) else { return [] }
    let before = Position(event.position.number - 1)
    var clauses: [String] = []
    for position in amendments.affected(by: event.position).sorted(by: >) {
      guard let stored = try source.event(at: position) else { continue }
      let old = amendments.standing(stored, at: before)
      let new = amendments.standing(stored, at: event.position)
      clauses += clause(event, about: old, new, duty: duty, words)
    }
    return clauses
  }

  private typealias Standing = (event: RecordedEvent, isVoided: Bool, isCorrected: Bool)

  private func clause(
    _ amendment: RecordedEvent, about old: Standing, _ new: Standing, duty: String?,
    _ words: EffectWords
  ) -> [String] {
    let isTarget = amendment.event.position("target") == old.event.position
    let place = "#\(old.event.position.number)"
    let said = writer(for: old.event.event).sentence(old.event.event, duty: duty)
    guard isTarget else {
      if old.isVoided != new.isVoided {
        return ["\(place) \(new.isVoided ? "is struck out again" : "stands again"): \(said)"]
      }
      return words.differences(old.event.event, new.event.event).map { "\(place) \($0)" }
    }
    if amendment.typeName == "entry.voided" { return ["strikes out \(place), which said: \(said)"] }
    return ["puts \(place) right, which said: \(said)"]
      + words.differences(old.event.event, new.event.event)
  }

  /// True when a correction or a void reaches an entry that was asked for.
  fileprivate func reaches(_ amendment: RecordedEvent) throws -> Bool {
    try amendments.affected(by: amendment.position).contains { position in
      guard let target = try source.event(at: position) else { return false }
      return filter.accepts(target.event) { [] }
    }
  }

  /// What an event did to obligations, worked out when it is first asked for.
  fileprivate final class Effects {
    private let event: RecordedEvent
    private let replay: Replay
    private let end: Position
    private var known: [ObligationChange]?
    private(set) var isWanted = true

    init(_ event: RecordedEvent, _ replay: Replay, through end: Position) throws {
      self.event = event
      self.replay = replay
      self.end = end
      isWanted = try replay.filter.accepts(event.event) { try changes() }
      if !isWanted, Amendments.eventTypes.contains(event.typeName) {
        isWanted = try replay.reaches(event)
      }
    }

    func changes() throws -> [ObligationChange] {
      if let known { return known }
      let timeline = replay.timeline
      let isAmendment = Amendments.eventTypes.contains(event.typeName)
      let isCompared =
        isAmendment
        ? try timeline.isStructural(event.position, through: end)
        : ObligationTimeline.structuralTypes.contains(event.typeName)
      let changes =
        isCompared
        ? try timeline.structuralChanges(by: event, through: end)
        : try timeline.changes(by: event, through: end)
      known = changes
      return changes
    }
  }
}

extension SentenceTemplate {
  fileprivate func names(_ field: String) -> Bool {
    places.contains { $0.place.name == field }
  }
}
