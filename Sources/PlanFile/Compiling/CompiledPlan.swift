package import Diagnostics
package import LedgerModel

/// A plan as events in the order in which they are recorded, without ids yet: an id is the hash
/// of the stored content, which only the vault knows for events that name persons.
package struct CompiledPlan: Sendable {
  package let campaign: String
  /// The campaign's zone and working days.
  package let calendar: CampaignCalendar
  /// First instant of the campaign's window.
  package let opens: Instant
  /// Campaign, documents, units (parents first), plan, outlets, headcounts, offices, materials,
  /// allocations, quizzes, duties, targets.
  ///
  /// The plan follows the units because its envelope names the one that issues it: without that
  /// nobody would have met the duty to issue a plan, and the log takes no unit that it does not
  /// know. Units, plan and duties have one `time`, so no answer depends on which comes first.
  package let items: [Item]
  /// Rules of the plan, for the check of who they bind.
  package let warnings: [PlanFinding]

  /// One event and the place in the plan file it comes from, as `duties.O11`.
  package struct Item: Sendable {
    package let path: String
    package var event: Event

    package init(path: String, event: Event) {
      self.path = path
      self.event = event
    }
  }
}

/// A finding about a plan and the file it is in.
package struct PlanFinding: Sendable {
  package let source: SourceText
  package let diagnostic: Diagnostic
}

/// A plan that does not compile: everything wrong with it, nothing is written.
package struct PlanError: Error, Sendable, CustomStringConvertible {
  package let findings: [PlanFinding]

  package var description: String {
    let renderer = DiagnosticRenderer()
    return findings.map { renderer.render($0.diagnostic, in: $0.source) }
      .joined(separator: "\n")
  }
}
