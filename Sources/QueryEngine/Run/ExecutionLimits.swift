/// How much a single run may hold, and how many threads it may use.
package struct ExecutionLimits: Sendable, Hashable {
  /// Rows (or groups, or distinct values) that one stage may keep in memory at a time. A stage
  /// that lets rows through keeps none.
  package var heldRowCountMax: Int
  package var threads: ExecutionThreads

  package init(heldRowCountMax: Int, threads: ExecutionThreads = .one) {
    self.heldRowCountMax = heldRowCountMax
    self.threads = threads
  }

  /// Eight million rows a stage: more than the largest source of a province by a factor of ten,
  /// and about a gibibyte for a row of five columns.
  package static let standard = ExecutionLimits(heldRowCountMax: 8_388_608)

  /// Rows between two looks at the cancellation token, and the most that operators hand on at once.
  static let batchRowCountMax = 4_096

  /// Rows kept as evidence of an assertion that failed; the rest are only counted.
  static let assertionRowCountMax = 1_000
}
