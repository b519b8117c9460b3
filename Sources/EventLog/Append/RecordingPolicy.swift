import LedgerModel

/// What a recording clock means for one batch, and whether the ledger allows it.
struct RecordingPolicy {
  let clock: RecordingClock
  /// The clock on the wall, or the one that stands for it; read once for the whole batch, and the
  /// latest reading for a whole commit.
  let now: Instant?

  init(_ clock: RecordingClock) {
    self.clock = clock
    switch clock {
    case .live(let read), .backfill(let read): now = read()
    case .simulated: now = nil
    }
  }

  private init(_ clock: RecordingClock, now: Instant?) {
    self.clock = clock
    self.now = now
  }

  /// The policy of requests that share one commit: its events share the latest of their instants.
  static func shared(by requests: ArraySlice<AppendRequest>) -> RecordingPolicy {
    guard let first = requests.first?.policy else { return RecordingPolicy(.wall) }
    return RecordingPolicy(first.clock, now: requests.compactMap(\.policy.now).max())
  }

  var isLive: Bool { if case .live = clock { true } else { false } }

  /// Refuses what would mix clocks: live events in a simulated ledger, history behind live events.
  func check(_ head: LogHead, allowsLive: Bool, path: String) throws(LedgerError) {
    switch clock {
    case .live:
      if case .simulated = head.mark, !allowsLive { throw .simulated(path: path) }
    case .backfill:
      if case .simulated = head.mark { throw .simulated(path: path) }
      if let first = head.firstLive { throw .backfillAfterLive(first, path: path) }
    case .simulated:
      if case .simulated = head.mark { return }
      if head.size > 0 { throw .notSimulated(path: path) }
    }
  }

  /// The `recorded` of an event if the log ends at `last`.
  func recorded(of event: Event, _ terms: DraftTerms, last: Instant) -> Instant {
    switch clock {
    case .live: max(now ?? last, last)
    case .backfill, .simulated: terms.recorded ?? event.time
    }
  }

  /// The `recorded` that an event has if nothing was recorded later than now.
  func expected(for event: Event, _ terms: DraftTerms) -> Instant {
    recorded(of: event, terms, last: Instant(microseconds: .min))
  }

  /// Why a draft's own `recorded` cannot be taken: it would decrease, or lies in the future.
  func refusal(_ recorded: Instant, last: Instant) -> Rejection? {
    if recorded < last {
      return Rejection(
        .recordedOrder, "recorded", "lies before the last event of the ledger",
        remedy: "sort the file by time; rows must not go back")
    }
    if case .backfill = clock, let now, recorded > now {
      return Rejection(
        .recordedOrder, "recorded", "lies in the future", remedy: "check date and zone")
    }
    return nil
  }

  /// The head's mark and first live position once the batch has added `count` events.
  func update(_ head: inout LogHead, firstAdded: Position?) {
    switch clock {
    case .live:
      if head.firstLive == nil { head.firstLive = firstAdded }
    case .backfill:
      if firstAdded != nil { head.mark = .backfilled }
    case .simulated(let own): head.mark = .simulated(clock: own)
    }
  }
}
