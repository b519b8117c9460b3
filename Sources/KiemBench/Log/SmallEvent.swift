import Catalog
import EventLog
import LedgerModel

/// Events without personal fields about a unit that the ledger knows.
struct SmallEvent {
  private let type: EventType
  private let unit: String

  /// Looks for the first unit of the ledger.
  init(in log: EventLog) throws {
    guard let type = EventCatalog.type("headcount.declared") else {
      throw BenchError(description: "the catalogue has no headcount.declared")
    }
    self.type = type
    let registered = EventCatalog.type("orgunit.registered")
    var found: String?
    try log.read { snapshot in
      try snapshot.scan(from: Position(1), through: snapshot.head.lastPosition) {
        position, record in
        guard try EventCodec.peek(record).type(in: record) == registered else { return true }
        found = try snapshot.event(at: position)?.event.text("unit")
        return found == nil
      }
    }
    guard let found else { throw BenchError(description: "the play has no unit") }
    unit = found
  }

  /// A head count of the unit; about 150 bytes when stored.
  func event(id: String, time: Instant) -> Event {
    Event(
      id: id, source: "bench", type: type, time: time, unit: unit, actor: .text("system:bench"),
      data: [
        NamedValue("officials", .integer(5)),
        NamedValue("members", .integer(120)), NamedValue("workers", .integer(140)),
        NamedValue("as_of", .date(Day(number: 18_809))), NamedValue("source", .text("bench")),
      ])
  }
}
