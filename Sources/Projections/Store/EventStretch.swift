import LedgerModel

/// Events of a part of the log, to be read on a thread of its own.
struct EventStretch {
  private let log: any EventSource
  private let after: Position
  private let through: Position
  private(set) var events: [RecordedEvent] = []

  /// Events that are in memory at a time: enough that handing them on costs nothing, and few enough
  /// for ten megabytes.
  static let countMax: UInt64 = 4_096

  init(_ log: any EventSource, after: UInt64, through: UInt64) {
    self.log = log
    self.after = Position(after)
    self.through = Position(through)
  }

  mutating func read(_ types: Set<String>) throws {
    events.reserveCapacity(Int(through.number - after.number))
    try log.forEach(after: after, through: through, types: types) { events.append($0) }
  }
}
