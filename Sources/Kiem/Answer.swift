package import Catalog
package import Diagnostics
package import LedgerModel
package import QueryEngine

/// An answer with what is needed to print it and to say what it is true for.
package struct Answer: Sendable {
  package let table: ResultTable
  package let footer: AnswerFooter
  /// Lints; they never stop a run.
  package let warnings: [Diagnostic]
  package let source: SourceText
  /// The campaign's zone, in which instants are printed.
  package let zone: CivilZone
  /// The name to print for an entity, as known at the reading; none where the id is shown.
  package let name: @Sendable (EntityKind, String) -> String?
}

/// What an answer is true for.
package struct AnswerFooter: Sendable {
  package let position: Position
  package let clock: Instant
  package let zone: CivilZone
  /// How the plan reads its deadlines' days, or what `assuming` put in place.
  package let boundary: String
  package let rowCount: Int
  /// `simulated`, `backfilled`, none for a live ledger.
  package let mark: String?
  /// Further sentences: rows skipped, units placed by succession, knowledge newer than the clock.
  package let notes: [String]

  /// One or more lines for stderr, without a final newline.
  package var text: String {
    var parts = [
      "\(rowCount) \(rowCount == 1 ? "row" : "rows")", "position #\(position.number)",
      "clock \(zone.vietnameseText(clock))", "zone \(zone.identifier)", "boundary \(boundary)",
    ]
    if let mark { parts.append("\(mark) ledger") }
    return ([parts.joined(separator: " · ")] + notes).joined(separator: "\n")
  }
}
