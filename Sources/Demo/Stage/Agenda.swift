import HeapModule
import LedgerModel

/// A draft that waits for the moment it is recorded.
struct ScheduledDraft: Comparable {
  let recorded: Instant
  /// Order among drafts of one instant: the order in which they were scheduled.
  let order: Int
  let event: Event
  /// Sent a second time: the log knows it and writes nothing.
  let isRepeated: Bool

  static func < (left: ScheduledDraft, right: ScheduledDraft) -> Bool {
    (left.recorded, left.order) < (right.recorded, right.order)
  }

  static func == (left: ScheduledDraft, right: ScheduledDraft) -> Bool {
    left.recorded == right.recorded && left.order == right.order
  }
}

/// What is still to be recorded, earliest first.
struct Agenda {
  private var heap = Heap<ScheduledDraft>()
  private var nextOrder = 0

  var count: Int { heap.count }

  mutating func add(_ event: Event, recorded: Instant, isRepeated: Bool = false) {
    heap.insert(
      ScheduledDraft(recorded: recorded, order: nextOrder, event: event, isRepeated: isRepeated))
    nextOrder += 1
  }

  /// The next draft recorded before that instant.
  mutating func next(before end: Instant) -> ScheduledDraft? {
    guard let first = heap.min, first.recorded < end else { return nil }
    return heap.popMin()
  }
}

/// Moments known beforehand, each with what happens then; handed out window by window.
struct Timetable<Payload> {
  private var entries: [(instant: Instant, payload: Payload)]
  private var place = 0

  /// Entries of one instant keep their order.
  init(_ entries: [(instant: Instant, payload: Payload)]) {
    self.entries = entries.enumerated().sorted {
      ($0.element.instant, $0.offset) < ($1.element.instant, $1.offset)
    }.map(\.element)
  }

  /// Everything due before `end` that was not handed out yet.
  mutating func due(before end: Instant) -> ArraySlice<(instant: Instant, payload: Payload)> {
    let start = place
    while place < entries.count, entries[place].instant < end { place += 1 }
    return entries[start..<place]
  }
}
