package import LedgerModel
package import Projections

/// A waiver or an extension; what it leaves open means any.
package struct DutyException: Sendable, Hashable {
  package enum Ruling: Sendable, Hashable {
    case waived
    case extended(DueDay)
  }

  package let ruling: Ruling
  package let campaign: String
  package let duty: String
  package let unit: String?
  package let person: String?
  package let target: String?
  package let part: String?
  package let reason: String
  package let document: String?
  /// When it was ruled.
  package let at: Instant
  package let position: Position
  package let version: RowVersion

  /// Reads a stored row of rulings.
  init?(_ row: SourceRow, _ table: SourceTable) {
    func value(_ name: String) -> Value { row.values[table.column(name)] }
    guard let campaign = value("campaign").text, let duty = value("%duty").text,
      let at = value("%time").instant, let position = value("%origin").position
    else { return nil }
    self.campaign = campaign
    self.duty = duty
    self.at = at
    self.position = position
    unit = value("%unit").text
    person = value("%person").text
    target = value("%target").text
    part = value("%part").text
    reason = value("%reason").text ?? ""
    document = value("%document").text
    version = table.version(of: row)
    if value("%kind").text == "waived" {
      ruling = .waived
    } else {
      guard let day = value("%new_due").day else { return nil }
      let time = value("%new_due_time").text.flatMap { TimeOfDay(reading: $0) }
      ruling = .extended(DueDay(day: day, time: time))
    }
  }

  /// True when the row of that holder, target and part falls under the ruling.
  func covers(_ row: ObligationKey) -> Bool {
    (unit == nil || unit == row.unit) && (person == nil || person == row.person)
      && (target == nil || target == row.target) && (part == nil || part == row.part)
  }
}

extension DutyException {
  /// The rulings known at K, by `campaign/duty`.
  static func all(in context: ReadingContext) throws -> [String: [DutyException]] {
    let table = try context.stored("%duty_exceptions")
    return Dictionary(
      grouping: table.rows.compactMap { DutyException($0, table) },
      by: { "\($0.campaign)/\($0.duty)" })
  }
}
