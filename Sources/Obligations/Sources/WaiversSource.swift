import LedgerModel
package import Projections

/// `waivers`: every ruling, one row for each obligation that it covers.
package struct WaiversSource: DerivedSource {
  package init() {}

  package let source = "waivers"
  package let dependencies = ["%duty_exceptions", "obligations"]

  package func rows(in context: ReadingContext) throws -> [DerivedRow] {
    let table = try context.stored("%duty_exceptions")
    let obligations = try context.obligations
    let campaigns = try context.campaigns
    let numbers = Dictionary(
      obligations.duties.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    return table.rows.flatMap { row -> [DerivedRow] in
      guard let ruling = DutyException(row, table) else { return [] }
      let covered = numbers["\(ruling.campaign)/\(ruling.duty)"].map { duty in
        obligations.rows(ofDuty: duty).filter { $0.isApplicable && ruling.covers($0.key) }
          .map { (unit: $0.key.unit, text: $0.text) }
      }
      return WaiversSource.rows(
        ruling, (covered ?? []).sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) },
        campaigns.settings(of: ruling.campaign).zone)
    }
  }

  /// The key is the position of the ruling; of several obligations `/k` is the k-th.
  private static func rows(
    _ ruling: DutyException, _ covered: [(unit: String, text: String)], _ zone: CivilZone
  ) -> [DerivedRow] {
    let key = "#\(ruling.position.number)"
    guard !covered.isEmpty else {
      let holder = [ruling.person ?? ruling.unit, ruling.target, ruling.part].compactMap { $0 }
      let text = ([ruling.campaign, ruling.duty] + holder).joined(separator: "/")
      return [row(ruling, key, unit: ruling.unit, obligation: text, zone)]
    }
    return covered.enumerated().map { number, obligation in
      row(
        ruling, covered.count == 1 ? key : "\(key)/\(number + 1)", unit: obligation.unit,
        obligation: obligation.text, zone)
    }
  }

  private static func row(
    _ ruling: DutyException, _ key: String, unit: String?, obligation: String, _ zone: CivilZone
  ) -> DerivedRow {
    var kind = "waived"
    var newDue = Value.none
    if case .extended(let due) = ruling.ruling {
      kind = "extended"
      newDue = .period(due.period(in: zone))
    }
    return DerivedRow(
      values: [
        .string(key), .symbol(kind), .entity(obligation), .entity(ruling.duty), .entity(unit),
        newDue, .string(ruling.reason), .entity(ruling.document),
      ], campaign: ruling.campaign, at: .instant(ruling.at), version: ruling.version)
  }
}
