/// A batch that is validated, sealed, encoded and hashed, and not yet in any commit.
package struct PreparedAppend: Sendable {
  private let request: AppendRequest
  private let writer: WriterThread

  init(_ request: AppendRequest, _ writer: WriterThread) {
    self.request = request
    self.writer = writer
  }

  /// Hands the batch to the log's writer, with options that may differ from those it was made ready
  /// with in progress and counting. At most once.
  package func commit(
    progress: ImportProgress?, countsOutcomes: Bool
  ) -> PendingAppend {
    var options = request.options
    options.progress = progress
    options.countsOutcomes = countsOutcomes
    let answer = Answer<[AppendOutcome]>()
    writer.append(
      AppendRequest(
        prepared: request.prepared, options: options, policy: request.policy,
        answer: answer.give))
    return PendingAppend(answer: answer)
  }
}

/// A batch on its way into a commit.
package struct PendingAppend: Sendable {
  let answer: Answer<[AppendOutcome]>

  /// Waits until the commit is durable; one outcome for each draft, in order. At most once.
  @available(*, noasync, message: "it waits for the disk")
  package func outcomes() throws(LedgerError) -> [AppendOutcome] { try answer.wait() }
}
