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

  let event: RecordedEvent
  var closings: [Int] = []
  var openings: [Opening] = []

  init(_ event: RecordedEvent) { self.event = event }
}
