package import LedgerModel

/// A log in memory: simulations, tests and private tails.
package struct EventList: EventSource, Sendable {
  package var events: [RecordedEvent]

  /// Events in log order, positions 1, 2, 3 …
  package init(_ events: [RecordedEvent] = []) {
    for (index, event) in events.enumerated() {
      precondition(event.position.number == UInt64(index + 1), "positions have no gaps")
    }
    self.events = events
  }

  package var head: Position { Position(UInt64(events.count)) }

  package func forEach(
    after: Position, through: Position, types: Set<String>,
    _ body: (RecordedEvent) throws -> Void
  ) rethrows {
    let end = Int(min(through.number, head.number))
    guard Int(after.number) < end else { return }
    for event in events[Int(after.number)..<end] where types.contains(event.typeName) {
      try body(event)
    }
  }

  package func event(at position: Position) -> RecordedEvent? {
    guard position > .empty, position <= head else { return nil }
    return events[Int(position.number) - 1]
  }

  package func position(recordedBy instant: Instant) -> Position {
    var (low, high) = (0, events.count)
    while low < high {
      let middle = (low + high) / 2
      if events[middle].recorded <= instant { low = middle + 1 } else { high = middle }
    }
    return Position(UInt64(low))
  }

  package func recorded(at position: Position) -> Instant? { event(at: position)?.recorded }
}
