import LedgerModel
import Projections

/// Where the log changes who owes what: duties, rulings, units, offices, settings. Between two such
/// positions the rows of obligations stay the same and only evidence comes in.
final class StructureMarks: LogFollower {
  let events: [String]
  private(set) var position = Position.empty
  private var marks: [Position] = []
  /// Types that some duty declared so far takes as evidence.
  private(set) var evidenceTypes: Set<String> = []

  /// The stored sources from which rows are derived.
  static let sources =
    ["campaigns", "duties", "%duty_exceptions", "offices", "outlets"] + UnitHistory.sources

  init(_ store: ProjectionStore) {
    let names = StructureMarks.sources.flatMap { store.stored($0)?.events ?? [] }
    events = Array(Set(names)).sorted()
  }

  func advance(
    with event: RecordedEvent, _ amendments: Amendments, _ log: any EventSource
  ) {
    marks.append(event.position)
    position = event.position
    let parts = (event.event["parts"]?.list ?? []).flatMap { $0["met_by"]?.list ?? [] }
    let patterns = event.event.texts("met_by") + parts.compactMap(\.text)
    evidenceTypes.formUnion(patterns.map { String($0.prefix { $0 != " " }) })
  }

  func amend(
    _ targets: [RecordedEvent], by amendment: RecordedEvent, _ amendments: Amendments,
    _ log: any EventSource
  ) {
    marks.append(amendment.position)
  }

  func reach(_ position: Position) { self.position = max(self.position, position) }

  /// The last mark at or before the position; `empty` without one. O(log marks).
  func last(through position: Position) -> Position {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle] <= position { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? .empty : marks[low - 1]
  }
}
