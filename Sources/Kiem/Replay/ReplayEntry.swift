package import LedgerModel

/// One event as it is told.
package struct ReplayEntry: Sendable {
  package let event: RecordedEvent
  /// What happened, as it was said when it was recorded, with what it meant for a deadline.
  package let sentence: String
  /// What it changed elsewhere, one clause each.
  package let effects: [String]
  /// Who recorded it, when, and on which document.
  package let provenance: String
  /// It was recorded later than the campaign tolerates.
  package let isBackdated: Bool
  /// Live voids that strike it out, and live corrections, as known at the end of the log.
  package let voidedBy: [Position]
  package let correctedBy: [Position]
  /// The campaign's zone, in which instants are written.
  package let zone: CivilZone

  /// `#18422 05/8/2021 16:03 LĐLĐ huyện Krông Pắc filed …`; a voided entry says by what.
  package var headline: String {
    let struck =
      voidedBy.isEmpty ? "" : "[struck out by \(ReplayEntry.list(voidedBy))] "
    return "#\(event.position.number) \(zone.secondText(event.event.time)) \(struck)\(sentence)"
  }

  /// The lines beneath it.
  package var details: [String] {
    let corrected =
      correctedBy.isEmpty ? [] : ["corrected later by \(ReplayEntry.list(correctedBy))"]
    return [provenance] + effects + corrected
  }

  static func list(_ positions: [Position]) -> String {
    positions.map { "#\($0.number)" }.joined(separator: ", ")
  }
}
