package import Columns
package import LedgerModel
package import QueryPlan

/// What the engine asks of a ledger. The engine knows no event and no storage; whoever has rows
/// implements this.
package protocol QueryWorld {
  /// The reading that a request means: `as of` sets position and clock, what it leaves open comes
  /// from `inherited`. `asOf`, `validAt` and `clock` arrive as evaluated values.
  func reading(
    asOf: Value?, validAt: Value?, clock: Value?, assumptions: Assumptions, inherited: Reading
  ) throws -> Reading

  /// Calls `body` with blocks of the source's rows in the order (position, key): what stands at
  /// the reading, with `all` also what was withdrawn, waived, only started …
  ///
  /// Rows whose number in a column lies outside one of `ranges` are not wanted: blocks without any
  /// other may be left out. Columns of one source that name the same dictionary share its codes.
  func scan(
    source: String, all: Bool, columns: [String], ranges: [ColumnRange], reading: Reading,
    _ body: (Block) throws -> Void
  ) throws

  /// Blocks that scans left out so far because of their ranges.
  var skippedBlockCount: Int { get }

  /// The column of the row of `source` (all: true) with that key; none without such a row.
  /// `campaign` decides between equal ids of kinds that are unique per campaign only.
  func lookup(
    source: String, column: String, key: String, campaign: String?, reading: Reading
  ) throws -> Value

  /// The tree of units as known at the reading's position, on `day`; none for the reading's
  /// default day.
  func tree(reading: Reading, day: Day?) throws -> any UnitTree

  /// What the log says of rows of a source, given by their keys: one list of lines per key.
  func explain(
    _ keys: [[Value]], of source: String, reading: Reading
  ) throws -> [[Explanation]]

  /// A digest of rows, to tell two lists of them apart; empty where none is made.
  func digest(of rows: [[Value]]) -> String

  /// Places of texts in their order, where they are kept from one question to the next.
  var ranks: RankCache { get }

  /// Level names from the root down.
  var levels: [String] { get }

  /// The campaign's zone, working days and hours.
  var calendar: CampaignCalendar { get }
}

extension QueryWorld {
  package var ranks: RankCache { RankCache() }
}

/// The tree of units on one day. Units that are not in it are placed by succession
/// (`place(of:)`), so that totals at the root are the same for every day.
package protocol UnitTree {
  /// The node where rows of that unit are counted; none for a unit nobody knows.
  func place(of unit: String) -> String?
  /// None for a unit without a place.
  func isUnder(_ unit: String, root: String) -> Bool
  func level(of unit: String) -> String?
  func ancestor(of unit: String, level: String) -> String?
  func successor(of unit: String) -> String?
  func depth(of unit: String) -> Int?
  /// Names from the root, joined by `/`.
  func path(of unit: String) -> String?
  func parent(of unit: String) -> String?
  /// Children in Vietnamese order of their names.
  func children(of unit: String) -> [String]
  /// Units without a parent.
  var roots: [String] { get }
  /// Newest declared figure (`officials`, `members`, `workers`) on that day.
  func headcount(of unit: String, column: String) -> Int64?
}
