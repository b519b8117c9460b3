package import Catalog
package import LedgerModel

/// One stored source as a pure fold: events in, rows out, one *entity* at a time.
///
/// An entity is the group of rows that one state yields: a report chain, a thread, an office. The
/// core feeds each entity its events in log order, compares its rows before and after, and turns
/// the difference into openings and closings. When a void or a correction arrives it starts the
/// entity again from its own history, so a fold never sees a correction and never undoes anything.
///
/// A fold knows nothing but its events. Columns that need the clock, the tree or another source
/// are left to a `RowReading`, or the source is a `DerivedSource` altogether.
package protocol SourceFold: Sendable {
  associatedtype State: Sendable

  /// The source of the language that it stores; with a leading `%` rows that only other sources
  /// read.
  var source: String { get }

  /// To be raised when the same events yield other rows than before: stored rows of another
  /// version are folded anew.
  var version: Int { get }

  /// Names of the event types folded in, as `report.submitted`.
  var events: [String] { get }

  /// The stored columns in the order of `FoldedRow.values`. A column has the name of the schema's
  /// column that it fills; one that begins with `%` is raw material for readings.
  var columns: [String] { get }

  /// The entities that the event is about; none when it says nothing to this source.
  func entities(of event: RecordedEvent) -> [String]

  /// True when the event is an entity of its own, named by its position, as most are: a quick way
  /// to say what `entities(of:)` says at length. The default leaves it to that.
  func standsAlone(_ event: RecordedEvent) -> Bool

  /// The row of such an event, where it has one and only one; none where it takes more to say. What it
  /// says must be what `loneRows(of:)` yields.
  func row(of type: EventType) -> EventRow?

  /// False for rows that show events as they were stored, whatever voids and corrections say.
  var heedsAmendments: Bool { get }

  /// False when `initial` does not look at the entity's name.
  var needsName: Bool { get }

  /// The state of an entity before its first event.
  func initial(_ entity: String) -> State

  /// Takes in one event. Throwing sets it aside with the reason; the state may then be left in
  /// any form, for the core folds the entity again without that event.
  func apply(_ event: RecordedEvent, to state: inout State) throws(FoldFailure)

  /// Takes in an event that a live void has struck out; the default leaves it out.
  func applyVoided(_ event: RecordedEvent, to state: inout State) throws(FoldFailure)

  /// The rows of the entity as they stand, in any order; keys are unique within it.
  func rows(of state: State) -> [FoldedRow]

  // What follows is the same for every fold. It is required so that there is code of its own for
  // each type of state, and none of it is looked up while events come in.

  /// An entity before its first event.
  func begin(_ entity: String) -> any FoldingEntity

  /// The rows of an event that is an entity of its own.
  func loneRows(of event: RecordedEvent) throws(FoldFailure) -> [FoldedRow]
}

/// The state of one entity while events are folded into it.
package protocol FoldingEntity: AnyObject {
  func apply(_ event: RecordedEvent) throws(FoldFailure)
  func applyVoided(_ event: RecordedEvent) throws(FoldFailure)
  var rows: [FoldedRow] { get }
}

private final class FoldingEntityOf<Fold: SourceFold>: FoldingEntity {
  private let fold: Fold
  private var state: Fold.State

  init(_ fold: Fold, _ entity: String) {
    self.fold = fold
    state = fold.initial(entity)
  }

  func apply(_ event: RecordedEvent) throws(FoldFailure) { try fold.apply(event, to: &state) }

  func applyVoided(_ event: RecordedEvent) throws(FoldFailure) {
    try fold.applyVoided(event, to: &state)
  }

  var rows: [FoldedRow] { fold.rows(of: state) }
}

extension SourceFold {
  package var version: Int { 1 }

  package func standsAlone(_ event: RecordedEvent) -> Bool { false }

  package func row(of type: EventType) -> EventRow? { nil }

  package var needsName: Bool { true }

  package var heedsAmendments: Bool { true }

  package func begin(_ entity: String) -> any FoldingEntity { FoldingEntityOf(self, entity) }

  package func loneRows(of event: RecordedEvent) throws(FoldFailure) -> [FoldedRow] {
    var state = initial(needsName ? event.positionKey : "")
    try apply(event, to: &state)
    return rows(of: state)
  }

  package func applyVoided(_ event: RecordedEvent, to state: inout State) throws(FoldFailure) {}
}

/// Why an event cannot be folded; it goes to the quarantine list, the fold goes on without it.
package struct FoldFailure: Error, Hashable {
  package let reason: String

  package init(_ reason: String) { self.reason = reason }
}
