package import LedgerModel
package import QueryPlan

/// The rows of an answer and what its footer says.
package struct ResultTable: Sendable {
  package let columns: [PlanColumn]
  package var rows: [[Value]]
  /// Rows made by `total`.
  package var totalRows: Set<Int>
  /// For a roll-up: depth of each row under the first.
  package var depths: [Int]?
  /// Sentences for the footer: rows skipped by aggregates, units placed by succession …
  package var notes: [String]
  package var failedAssertion: AssertionFailure?
  /// What the main pipeline was read at, once a run has settled it.
  package var reading: Reading?

  package init(
    columns: [PlanColumn], rows: [[Value]], totalRows: Set<Int> = [], depths: [Int]? = nil,
    notes: [String] = [], failedAssertion: AssertionFailure? = nil
  ) {
    self.columns = columns
    self.rows = rows
    self.totalRows = totalRows
    self.depths = depths
    self.notes = notes
    self.failedAssertion = failedAssertion
  }
}

/// An `assert` that did not hold, with the rows that broke it.
package struct AssertionFailure: Sendable {
  package let message: String?
  package let columns: [PlanColumn]
  package let rows: [[Value]]

  package init(message: String?, columns: [PlanColumn], rows: [[Value]]) {
    self.message = message
    self.columns = columns
    self.rows = rows
  }
}
