import Catalog
import LedgerModel

/// Events of a part of the log, to be read on a thread of its own: as they are stored, and as objects
/// those that somebody needs so.
struct EventStretch {
  private let log: any EventSource
  private let after: Position
  private let through: Position
  /// None where the log does not store records: then every event is an object.
  private(set) var outlines: EventOutlines?
  /// In log order; of outlined events only some.
  private(set) var objects: [RecordedEvent?] = []

  /// Events that are in memory at a time: enough that handing them on costs nothing, and few enough
  /// for ten megabytes.
  static let countMax: UInt64 = 4_096

  init(_ log: any EventSource, after: UInt64, through: UInt64) {
    self.log = log
    self.after = Position(after)
    self.through = Position(through)
  }

  mutating func read(_ wanted: WantedEvents) throws {
    let count = Int(through.number - after.number)
    objects.reserveCapacity(count)
    var found = EventOutlines()
    found.reserve(count)
    if try log.outline(after: after, through: through, wanted.types, into: &found) {
      for event in 0..<found.count {
        objects.append(wanted.objects[found[event].type] ? try found.event(event) : nil)
      }
      outlines = found
    } else {
      try log.forEach(after: after, through: through, types: wanted.names) { objects.append($0) }
    }
  }
}

/// Which events a pass reads, by the number of their type, and which of them as objects.
struct WantedEvents {
  fileprivate private(set) var types: [Bool]
  fileprivate private(set) var objects: [Bool]
  fileprivate private(set) var names: Set<String> = []

  init() {
    types = Array(repeating: false, count: EventCatalog.types.count)
    objects = types
  }

  mutating func insert(_ type: EventType, asObject: Bool) {
    types[type.number] = true
    objects[type.number] = objects[type.number] || asObject
    names.insert(type.name)
  }
}
