package import LedgerModel

/// What a run knows before it reads the text.
package struct AnalysisOptions: Sendable {
  /// The campaign chosen by the session or on the command line; every source is cut down to it.
  package var campaign: String?
  /// The campaign's zone: what days and times without an offset mean.
  package var zone: CivilZone
  /// The clock that statuses will be judged at, where it is known; serves lints only.
  package var clock: Instant?
  /// False to check a saved query without values for its parameters; the plan then holds
  /// placeholders and must not be run.
  package var requiresArguments: Bool
  /// False to leave every column in every scan; for tests of the pruning itself.
  package var prunesColumns = true

  package init(
    campaign: String? = nil, zone: CivilZone = .vietnam, clock: Instant? = nil,
    requiresArguments: Bool = true
  ) {
    self.campaign = campaign
    self.zone = zone
    self.clock = clock
    self.requiresArguments = requiresArguments
  }
}

/// A value given for a parameter.
package enum ParameterArgument: Sendable, Hashable {
  /// As typed behind `--name`: read by the type's own reader, never spliced into the text.
  case text(String)
  case value(Value)
}
