package import Catalog
package import Columns
package import LedgerModel

/// Something that is kept up with the log, amendments included: the rows of a stored source, or
/// an index of another shape.
package protocol LogFollower: AnyObject {
  /// Names of the event types that it reads.
  var events: [String] { get }
  /// Up to where the log is folded in.
  var position: Position { get }

  /// Takes in an event of one of its types, or only moves on.
  func advance(with event: RecordedEvent, _ amendments: Amendments, _ log: any EventSource) throws

  /// True when the stored bytes of an event of that type suffice for it.
  func takesOutlines(of type: EventType) -> Bool

  /// Takes in an event of such a type, perhaps only at the end of the stretch.
  func advance(with event: Int, of outlines: EventOutlines) throws

  /// Takes in whatever it has put off.
  func endStretch() throws

  /// Folds again what an amendment changes; `targets` are the events it may give another meaning.
  func amend(
    _ targets: [RecordedEvent], by amendment: RecordedEvent, _ amendments: Amendments,
    _ log: any EventSource) throws

  /// Says that nothing up to that position is left to fold.
  func reach(_ position: Position)

  /// False for one that shows events as they were stored.
  var heedsAmendments: Bool { get }

  /// How much it had to do so far, in any unit that all followers share: shares of work are made by
  /// it.
  var workload: Int { get }

  /// Adds to `workload`.
  func note(workload: Int)
}

extension LogFollower {
  package func takesOutlines(of type: EventType) -> Bool { false }

  package func advance(with event: Int, of outlines: EventOutlines) throws {
    preconditionFailure("a follower without outlines is given none")
  }

  package func endStretch() throws {}

  package var heedsAmendments: Bool { true }

  package var workload: Int { 0 }

  package func note(workload: Int) {}
}

/// A projection whose fold's type does not matter.
package protocol StoredSource: LogFollower {
  var source: String { get }
  var layout: ColumnLayout { get }
  /// Throws when stored rows cannot be read.
  var rows: RowStore { get throws }
  /// The rows when somebody asked for them before, so that nothing else can have changed them.
  var rowsInUse: RowStore? { get }
  var quarantine: [QuarantinedEvent] { get }
  /// The version of its fold.
  var version: Int { get }

  /// What the rows have gained since they were stored last; none when nobody touched them.
  func changes() throws -> SourceChanges?
  /// Says that the changes are stored.
  func settle()
  /// Entities that are held in memory.
  var heldEntityCount: Int { get }
  /// Lets go of the entities in memory; those that changed since they were stored are kept in a form
  /// that takes a twentieth of the room.
  func forgetEntities() throws
  /// Makes ready for folding far behind what is stored.
  func learnNames() throws
  /// Lets go of rows and entities where an archive has them.
  func release() throws
  /// Bytes of the entities that wait to be written into their table.
  var waitingByteCount: Int { get }
  /// Those entities, and whatever was put aside since.
  func waitingEntities() throws -> EntityShelf
  /// Says that they are in their table.
  func settleDrained()
}

extension Projection: StoredSource {
  package var source: String { fold.source }
  package var events: [String] { fold.events }
  package var version: Int { fold.version }
  package var heedsAmendments: Bool { fold.heedsAmendments }

  package func advance(
    with event: RecordedEvent, _ amendments: Amendments, _ log: any EventSource
  ) throws {
    precondition(event.position > position, "events come in log order")
    try take(event, amendments, log)
    position = event.position
  }

  package func takesOutlines(of type: EventType) -> Bool { outlined.take(type) }

  package func advance(with event: Int, of outlines: EventOutlines) throws {
    precondition(outlines[event].position > position, "events come in log order")
    wait(event, outlines)
    position = outlines[event].position
  }

  package func endStretch() throws { try openWaiting() }

  package func note(workload more: Int) { workload += more }

  package func reach(_ position: Position) {
    self.position = max(self.position, position)
  }
}
