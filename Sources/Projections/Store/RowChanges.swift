import LedgerModel

/// What one event does to the rows of a source, gathered over its entities so that rows are
/// opened in the order of their keys whatever order the entities came in.
struct RowChanges {
  struct Opening {
    /// None for an entity that nothing keeps a record of.
    let entity: Int?
    let row: FoldedRow
    let isCorrected: Bool
  }

  let origin: RowOrigin
  var closings: [Int] = []
  var openings: [Opening] = []

  init(_ event: RecordedEvent) { origin = RowOrigin(event) }
}

/// What every row takes from the event that opens it.
struct RowOrigin {
  let position: Position
  let recorded: Instant
  let actor: String?

  init(_ event: RecordedEvent) {
    position = event.position
    recorded = event.recorded
    actor = event.event.actorName
  }
}
