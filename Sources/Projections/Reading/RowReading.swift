package import Columns
package import LedgerModel

/// What a reading adds to the rows of a stored source: columns that depend on the clock, the tree
/// day or other sources, and whether a row stands.
///
/// Without one, rows are shown as folded. The core itself fills `backdated`, turns days in
/// columns of type `instant` into the start of the day in the campaign's zone, a set of two days
/// in a column of type `period` into the period (the end outside), and `level` into the level of
/// the unit column on the tree day.
package protocol RowReading: Sendable {
  /// The stored source.
  var source: String { get }
  /// Sources whose rows it asks the context for.
  var dependencies: [String] { get }
  /// The columns that it fills; stored ones may be among them.
  var fills: [String] { get }
  /// The columns that it reads besides those it fills, `at`, `campaign` and `recorded`; none when
  /// it may read any.
  var reads: [String]? { get }
  /// True when it changes `SourceRow.stands`.
  var decidesStanding: Bool { get }
  /// Set where `unit` and `role` are filled from the row's person and day and from nothing else, so
  /// that a question for these alone needs no row to be looked at by itself.
  var persons: PersonRule? { get }

  /// Of the columns that it fills, and of `%stands` where it decides that, those that its column filler
  /// makes of whole blocks, with the stored columns that each is made from.
  var madeOfColumns: [String: [String]] { get }

  /// Called once per reading: looks up column numbers and what the rows need, and returns what is
  /// done to each row.
  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller

  /// What makes the columns that `madeOfColumns` names, once it is told of them; none for a reading that
  /// names none. It may outlive the context.
  func columnFiller(in context: ReadingContext) throws -> (any ColumnFiller)?
}

extension RowReading {
  package var dependencies: [String] { [] }
  package var reads: [String]? { nil }
  package var decidesStanding: Bool { false }
  package var persons: PersonRule? { nil }
  package var madeOfColumns: [String: [String]] { [:] }

  package func columnFiller(in context: ReadingContext) throws -> (any ColumnFiller)? { nil }
}

package typealias RowFiller = (inout SourceRow) throws -> Void

/// A source that is computed at each reading from the rows of others.
package protocol DerivedSource: Sendable {
  /// The source of the language.
  var source: String { get }
  /// Sources whose rows it asks the context for, stored or derived; no cycles.
  var dependencies: [String] { get }
  /// False for a source whose rows are the same at every clock, save that of the tree's day, as far as
  /// those of its dependencies are.
  var readsClock: Bool { get }

  /// Its rows in any order, those that do not stand included.
  func rows(in context: ReadingContext) throws -> [DerivedRow]

  /// A faster way to read some columns, for sources with many; false when there is none, and then
  /// nothing was handed over.
  func scan(
    all: Bool, columns: [String], in context: ReadingContext, _ body: (Block) throws -> Void
  ) throws -> Bool

  /// The versions of its rows up to K, those made at or before `reading.after` left out; none for a
  /// source that keeps none.
  func versions(
    all: Bool, columns: [String], in context: ReadingContext
  ) throws -> VersionedRows?
}

extension DerivedSource {
  package var readsClock: Bool { true }

  package func scan(
    all: Bool, columns: [String], in context: ReadingContext, _ body: (Block) throws -> Void
  ) throws -> Bool { false }

  package func versions(
    all: Bool, columns: [String], in context: ReadingContext
  ) throws -> VersionedRows? { nil }
}

/// One row as a derived source gives it.
package struct DerivedRow: Sendable {
  /// The schema's own columns in their order, `campaign` and the common ones left out.
  package var values: [Value]
  package var campaign: String?
  package var at: FoldedTime
  package var stands: Bool
  package var version: RowVersion

  package init(
    values: [Value], campaign: String? = nil, at: FoldedTime, stands: Bool = true,
    version: RowVersion
  ) {
    self.values = values
    self.campaign = campaign
    self.at = at
    self.stands = stands
    self.version = version
  }
}

/// Which event made a row what it is.
package struct RowVersion: Sendable, Hashable {
  package var position: Position
  package var recorded: Instant
  package var actor: String?
  package var isCorrected: Bool

  package init(
    position: Position, recorded: Instant, actor: String?, isCorrected: Bool = false
  ) {
    self.position = position
    self.recorded = recorded
    self.actor = actor
    self.isCorrected = isCorrected
  }

  /// The later of two; corrected when either is.
  package func merged(with other: RowVersion) -> RowVersion {
    var later = other.position > position ? other : self
    later.isCorrected = isCorrected || other.isCorrected
    return later
  }
}

extension SourceTable {
  /// The version of a row of this table.
  package func version(of row: SourceRow) -> RowVersion {
    func value(_ place: Int) -> Value { layout.version[place].map { row.values[$0] } ?? .none }
    return RowVersion(
      position: value(0).position ?? .empty,
      recorded: value(1).instant ?? Instant(microseconds: 0),
      actor: value(2).text,
      isCorrected: value(3).bool ?? false)
  }
}
