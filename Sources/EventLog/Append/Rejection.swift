package import LedgerModel

/// Why an event was not taken into the log. Nothing of it was stored.
///
/// Carries names of entities, positions and days, never a personal value.
package struct Rejection: Error, Hashable, Sendable {
  /// What has to be mended, at least one; the first decided.
  package let problems: [FieldProblem]
  /// The rule of the ledger that refused it; none when the event itself is not valid.
  package let rule: LedgerRule?
  /// The event of the log that it conflicts with, if there is one.
  package let position: Position?

  package init(problems: [FieldProblem], rule: LedgerRule? = nil, position: Position? = nil) {
    precondition(!problems.isEmpty, "A refusal names what has to be mended.")
    self.problems = problems
    self.rule = rule
    self.position = position
  }

  init(
    _ rule: LedgerRule, _ field: String, _ message: String, found: String? = nil,
    remedy: String? = nil, position: UInt64? = nil
  ) {
    self.init(
      problems: [FieldProblem(field, .ledger, message, found: found, remedy: remedy)],
      rule: rule, position: position.map(Position.init))
  }

  /// The stable word for machines: the ledger's rule, else the one of validation.
  package var ruleName: String { rule?.rawValue ?? problems[0].rule.rawValue }

  /// The field that decided.
  package var field: String { problems[0].field }
}

extension Rejection: CustomStringConvertible {
  package var description: String {
    problems.map(\.description).joined(separator: "; ")
  }
}

/// The rules that need the ledger. The raw value is the stable word in rejects files.
package enum LedgerRule: String, Sendable, Hashable, CaseIterable {
  /// The same (source, id) is there with other content.
  case identifierTaken = "identifier_taken"
  /// Something about the subject was recorded since the position that the caller knows.
  case changedSince = "changed_since"
  /// Something named is not known, or its introduction was voided.
  case unknownEntity = "unknown_entity"
  /// Something introduced is known already.
  case alreadyKnown = "already_known"
  /// The unit was not open on the day.
  case unitNotOpen = "unit_not_open"
  case versionFollows = "version_follows"
  case versionUnknown = "version_unknown"
  /// The event named by a correction or void is not there.
  case targetUnknown = "target_unknown"
  /// Other events refer to what the voided one introduced.
  case targetReferredTo = "target_referred_to"
  case patchUnfit = "patch_unfit"
  /// An extension moves the due day forward in time only.
  case dueEarlier = "due_earlier"
  /// `time` lies after `recorded`.
  case timeAhead = "time_ahead"
  /// `recorded` would decrease, or lie in the future.
  case recordedOrder = "recorded_order"
  /// A personal field has nobody it belongs to.
  case personalOwner = "personal_owner"
}
