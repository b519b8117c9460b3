import Catalog
import LedgerModel
import PlanFile

/// The plan as the play records it: one from a plan file, or that plan stretched over a country.
struct PlayedPlan: Sendable {
  let campaign: String
  let calendar: CampaignCalendar
  /// First instant of the campaign.
  let opens: Instant
  /// What comes before the units; everything when the file has the units itself.
  let beginning: [CompiledPlan.Item]
  /// The units that the file does not have, made when they are asked for.
  let country: Population?
  /// What comes after the units and their headcounts.
  let rest: [CompiledPlan.Item]

  /// The plan of a province, as it was compiled.
  init(province plan: CompiledPlan) {
    campaign = plan.campaign
    calendar = plan.calendar
    opens = plan.opens
    beginning = plan.items
    country = nil
    rest = []
  }

  init(
    campaign: String, of plan: CompiledPlan, beginning: [CompiledPlan.Item], country: Population,
    rest: [CompiledPlan.Item]
  ) {
    self.campaign = campaign
    calendar = plan.calendar
    opens = plan.opens
    self.beginning = beginning
    self.country = country
    self.rest = rest
  }

  /// Calls `body` with every event of the plan in order; events of units are made on the way, so
  /// that a country's plan never lies in memory as a whole.
  func forEachItem(_ body: (CompiledPlan.Item) throws -> Void) rethrows {
    for item in beginning { try body(item) }
    if let country {
      for unit in country.units { try body(registration(of: unit, in: country)) }
      for unit in country.units where unit.level == "grassroots" {
        try body(headcount(of: unit))
      }
    }
    for item in rest { try body(item) }
  }

  private func registration(
    of unit: Population.Unit, in country: Population
  ) -> CompiledPlan.Item {
    let parent = unit.parent.map { FieldValue.text(country.units[$0].id) }
    return item(
      .orgunitRegistered, path: "units.\(unit.id)", unit: nil,
      [
        ("unit", .text(unit.id)), ("kind", .text(unit.kind)), ("level", .text(unit.level)),
        ("parent", parent), ("name", .text(unit.name)),
        ("sector", unit.sector.map(FieldValue.text)),
        ("territory", unit.territory.map(FieldValue.text)),
        (
          "departments",
          unit.level == "provincial" ? .texts(["Ban Tuyên giáo – Nữ công"]) : nil
        ),
      ])
  }

  private func headcount(of unit: Population.Unit) -> CompiledPlan.Item {
    let members = unit.officials + unit.members
    return item(
      .headcountDeclared, path: "headcounts.\(unit.id)", unit: unit.id,
      [
        ("as_of", .date(calendar.zone.day(of: opens))), ("officials", .number(unit.officials)),
        ("members", .number(members)), ("workers", .number(members + members / 9)),
        ("source", .text("model")),
      ])
  }

  private func item(
    _ type: EventType, path: String, unit: String?, _ data: [(String, FieldValue?)]
  ) -> CompiledPlan.Item {
    CompiledPlan.Item(
      path: path,
      event: Event(
        id: "", source: "plan:\(campaign)", type: type, time: opens, unit: unit,
        actor: .text("system:plan"),
        data: data.compactMap { name, value in value.map { NamedValue(name, $0) } }))
  }
}
