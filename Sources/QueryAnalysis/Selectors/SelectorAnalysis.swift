package import Diagnostics
package import QueryPlan

/// A selector of a plan file as a condition over single rows.
///
/// Rows are laid out as `columns` says: the source's columns in the order of its schema, common
/// ones included; behind them, for a target selector, the holder's columns as `holder.NAME`.
/// Questions to the tree carry no day: they are asked of the tree of the due day.
package struct SelectorAnalysis: Sendable {
  /// `units` or `offices`.
  package let source: String
  package let columns: [PlanColumn]
  /// Holds for the rows selected; none when all are. For a target selector it includes everything
  /// but the tie.
  package let predicate: PlanExpression?
  /// What ties a target to its holder; only target selectors have it, and none of them lacks it
  /// unless there was an error.
  package let tie: SelectorTie?
  package let diagnostics: [Diagnostic]

  package var hasErrors: Bool { diagnostics.hasErrors }
}

/// The one equality between a target and its holder: a join key, so that pairs are never searched
/// for in a double loop.
package struct SelectorTie: Sendable, Hashable {
  /// Over the target's columns only, of type unit or unit?.
  package let target: PlanExpression
  /// Index of the column `holder.unit`.
  package let holder: Int
}

/// What evidence of a duty is: a type of event and a condition over one event.
///
/// Rows are laid out as `columns` says: the envelope (`EvidenceLayout.envelope`), the type's own
/// fields in the order of the catalogue (`data.NAME` for one called like an envelope field), then
/// `holder.unit`, `holder.person` and, for a pair duty, `target.unit`.
package struct EvidenceAnalysis: Sendable {
  /// Name in the event catalogue, none after an error.
  package let eventName: String?
  package let columns: [PlanColumn]
  package let condition: PlanExpression?
  package let diagnostics: [Diagnostic]

  package var hasErrors: Bool { diagnostics.hasErrors }
}
