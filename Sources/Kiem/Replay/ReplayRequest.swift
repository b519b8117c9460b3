/// Which part of the history an auditor wants told; what is left out does not restrict.
package struct ReplayRequest: Sendable {
  /// A position (`#18422`) or an instant as the language writes it; inside. An instant means when
  /// something was recorded, in the campaign's zone.
  package var from: String?
  package var to: String?
  /// A unit as the language's literals name it: id, code, path, name or former name.
  package var unit: String?
  /// With everything beneath the unit.
  package var isSubtree = false
  /// A pseudonym.
  package var person: String?
  package var duty: String?
  /// Types, as `report.submitted`, `report_submitted` or the whole identifier; any of them.
  package var kinds: [String] = []
  package var campaign: String?

  package init() {}
}

/// Why a history cannot be told as asked: an argument that is wrong.
package struct ReplayError: Error, Sendable, Hashable {
  /// The option, as `--unit`.
  package let option: String
  package let message: String
  package let remedy: String?
}
