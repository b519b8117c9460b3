import LedgerModel
import Projections

/// Where the log changes who owes what: duties, rulings, units, offices, settings, links. Between
/// two such positions the rows of obligations stay the same and only evidence comes in.
final class StructureMarks: LogFollower {
  /// One event and the stored sources of which it may change rows.
  struct Mark {
    let position: Position
    let recorded: Instant
    let changed: Set<String>
    /// Who took up an office that nobody had held before; none for every other event.
    var newcomer: String?
  }

  let events: [String]
  private(set) var position = Position.empty
  /// In the order of the log.
  private(set) var marks: [Mark] = []
  /// Texts of what some duty declared so far takes as evidence.
  private(set) var patterns: Set<String> = []
  /// Their types.
  private(set) var evidenceTypes: Set<String> = []
  private let sourcesOfType: [String: Set<String>]
  private var offices: Set<String> = []

  /// The stored sources from which rows are derived.
  static let sources =
    ["campaigns", "duties", "%duty_exceptions", "offices", "outlets", "provisions"]
    + [PersonLinks.source] + UnitHistory.sources

  init(_ store: ProjectionStore) {
    var sources: [String: Set<String>] = [:]
    for name in StructureMarks.sources {
      for type in store.stored(name)?.events ?? [] { sources[type, default: []].insert(name) }
    }
    sourcesOfType = sources
    events = sources.keys.sorted()
  }

  func advance(
    with event: RecordedEvent, _ amendments: Amendments, _ log: any EventSource
  ) {
    let changed = sourcesOfType[event.typeName] ?? []
    mark(event, changed, newcomer: changed == ["offices"] ? newcomer(event.event) : nil)
    position = event.position
    note(event.event)
  }

  func amend(
    _ targets: [RecordedEvent], by amendment: RecordedEvent, _ amendments: Amendments,
    _ log: any EventSource
  ) {
    mark(amendment, targets.reduce(into: []) { $0.formUnion(sourcesOfType[$1.typeName] ?? []) })
    for target in targets {
      note(amendments.standing(target, at: amendment.position).event.event)
    }
  }

  private func mark(
    _ event: RecordedEvent, _ changed: Set<String>, newcomer: String? = nil
  ) {
    marks.append(
      Mark(
        position: event.position, recorded: event.recorded, changed: changed, newcomer: newcomer))
  }

  private func newcomer(_ event: Event) -> String? {
    guard let office = event.text("office"), offices.insert(office).inserted else { return nil }
    return event.text("person")
  }

  private func note(_ event: Event) {
    let parts = (event["parts"]?.list ?? []).flatMap { $0["met_by"]?.list ?? [] }
    let texts = event.texts("met_by") + parts.compactMap(\.text)
    patterns.formUnion(texts)
    evidenceTypes.formUnion(texts.map { String($0.prefix { $0 != " " }) })
  }

  func reach(_ position: Position) { self.position = max(self.position, position) }

  /// The last mark at or before the position; `empty` without one. O(log marks).
  func last(through position: Position) -> Position {
    let count = count(through: position)
    return count == 0 ? .empty : marks[count - 1].position
  }

  /// The sources of which something may differ between two positions. O(log marks) and those
  /// between.
  func changed(after start: Position, through end: Position) -> Set<String> {
    let (first, last) = (count(through: start), count(through: end))
    guard first < last else { return [] }
    return marks[first..<last].reduce(into: []) { $0.formUnion($1.changed) }
  }

  /// How many marks there are up to a position.
  private func count(through position: Position) -> Int {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].position <= position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
