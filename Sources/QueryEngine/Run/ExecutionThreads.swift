/// How many threads may work on one stage, and on how many rows that pays.
package struct ExecutionThreads: Sendable, Hashable {
  package var countMax: Int
  /// Fewer rows are left to one thread: starting others and putting their results together would
  /// cost more than they save, a few nanoseconds a row.
  package var dividedRowCountMin: Int
  /// Rows that are handed out at a time, which bounds the memory of blocks that wait for it.
  package var heldRowCountMax: Int
  /// Where the first rows make more groups, and distinct values in them, than that, one thread does the
  /// rest: putting them together would cost more than finding them.
  package var joinedCountMax: Int

  package init(
    countMax: Int, dividedRowCountMin: Int = 1_048_576, heldRowCountMax: Int = 4_194_304,
    joinedCountMax: Int = 65_536
  ) {
    precondition(countMax > 0, "somebody has to do the work")
    self.countMax = countMax
    self.dividedRowCountMin = dividedRowCountMin
    self.heldRowCountMax = heldRowCountMax
    self.joinedCountMax = joinedCountMax
  }

  /// Rows that are handed out first.
  var firstRowCountMax: Int { min(heldRowCountMax, dividedRowCountMin) }

  /// The caller's own.
  package static let one = ExecutionThreads(countMax: 1)
}
