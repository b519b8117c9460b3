import Columns
import LedgerModel
import QueryPlan
import Synchronization

/// A world that several threads ask, one at a time. What it answers is used without it: blocks are
/// values, and trees do not change.
///
/// Whoever reads a source through it must not let others ask meanwhile; workers read none.
final class SharedWorld: QueryWorld {
  private let world: any QueryWorld
  private let asking = Mutex(())
  let levels: [String]
  let calendar: CampaignCalendar

  init(_ world: any QueryWorld) {
    self.world = world
    levels = world.levels
    calendar = world.calendar
  }

  /// What `ask` yields, while no other thread asks.
  func alone<Result>(_ ask: () throws -> Result) throws -> Result {
    var answer: Result?
    try asking.withLock { _ in answer = try ask() }
    guard let answer else {
      throw ExecutionError.unexpectedValue(operation: "a question to the ledger", origin: nil)
    }
    return answer
  }

  func reading(
    asOf: Value?, validAt: Value?, clock: Value?, assumptions: Assumptions, inherited: Reading
  ) throws -> Reading {
    try alone {
      try world.reading(
        asOf: asOf, validAt: validAt, clock: clock, assumptions: assumptions, inherited: inherited)
    }
  }

  func scan(
    source: String, all: Bool, columns: [String], ranges: [ColumnRange], reading: Reading,
    _ body: (Block) throws -> Void
  ) throws {
    try world.scan(
      source: source, all: all, columns: columns, ranges: ranges, reading: reading, body)
  }

  func lookup(
    source: String, column: String, key: String, campaign: String?, reading: Reading
  ) throws -> Value {
    try alone {
      try world.lookup(
        source: source, column: column, key: key, campaign: campaign, reading: reading)
    }
  }

  func tree(reading: Reading, day: Day?) throws -> any UnitTree {
    try alone { try world.tree(reading: reading, day: day) }
  }

  func explain(
    _ keys: [[Value]], of source: String, reading: Reading
  ) throws -> [[Explanation]] {
    try alone { try world.explain(keys, of: source, reading: reading) }
  }
}
