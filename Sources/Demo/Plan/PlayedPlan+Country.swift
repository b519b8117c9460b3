import Catalog
import LedgerModel
import PlanFile

extension PlayedPlan {
  /// A province's plan stretched over the country: the same duties for every provincial
  /// federation and everything under it, owned by the confederation.
  init(country: Population, like plan: CompiledPlan) {
    let campaign = "vietnam-2021-07"
    let unitTypes: Set<EventType> = [
      .orgunitRegistered, .headcountDeclared, .outletRegistered, .materialAllocated,
    ]
    let items = plan.items.filter { !unitTypes.contains($0.event.type) }
      .map { CountryItem($0, campaign: campaign).item }
    let framing: Set<EventType> = [.campaignCreated, .documentRegistered]
    self.init(
      campaign: campaign, of: plan,
      beginning: items.filter { framing.contains($0.event.type) }, country: country,
      rest: CountryItem.outlets(of: country, plan, campaign)
        + items.filter { !framing.contains($0.event.type) }
        + CountryItem.allocations(of: country, plan, campaign))
  }
}

/// An item of the province's plan, made valid for the country.
private struct CountryItem {
  private(set) var item: CompiledPlan.Item

  init(_ item: CompiledPlan.Item, campaign: String) {
    self.item = item
    self.item.event.source = "plan:\(campaign)"
    if item.event.campaign != nil { self.item.event.campaign = campaign }
    if item.event.unit != nil { self.item.event.unit = "tld" }
    let values: [(String, FieldValue?)] =
      switch item.event.type.name {
      case "campaign.created":
        [("campaign", .text(campaign)), ("owner", .text("tld")), ("plan", .text("KH-tld"))]
      case "plan.issued": [("document", .text("KH-tld")), ("basis", nil)]
      case "duty.declared": [("holder", .text(Self.holder(item.event.text("holder") ?? "")))]
      default: []
      }
    for (name, value) in values { replace(name, with: value) }
  }

  private mutating func replace(_ name: String, with value: FieldValue?) {
    item.event.data = item.event.data.compactMap { field in
      field.name == name ? value.map { NamedValue(name, $0) } : field
    }
  }

  /// What binds the one province binds every province.
  private static func holder(_ selector: String) -> String {
    selector == "units | where unit == \"ldld-dak-lak\""
      ? "units | at level provincial" : selector
  }

  static func outlets(
    of country: Population, _ plan: CompiledPlan, _ campaign: String
  ) -> [CompiledPlan.Item] {
    country.provincial.flatMap { index in
      let unit = country.units[index]
      return [
        ("web", "website", "Trang thông tin điện tử \(unit.name)"),
        ("fb", "facebook", "Công đoàn \(unit.name.dropFirst(5))"),
      ].map { prefix, medium, name in
        made(
          .outletRegistered, path: "outlets.\(prefix)-\(unit.id)", unit: nil, time: plan.opens,
          campaign: campaign, inCampaign: false,
          [
            ("outlet", .text("\(prefix)-\(unit.id)")), ("owner", .text(unit.id)),
            ("medium", .text(medium)), ("scope", .text("union")), ("name", .text(name)),
          ])
      }
    }
  }

  /// Six copies for every grassroots union, from each province to the unions below it.
  static func allocations(
    of country: Population, _ plan: CompiledPlan, _ campaign: String
  ) -> [CompiledPlan.Item] {
    var children = [Int](repeating: 0, count: country.units.count)
    for index in country.grassroots {
      if let parent = country.units[index].parent { children[parent] += 1 }
    }
    let materials = plan.items.filter {
      $0.event.type == .materialPublished && $0.event.text("kind") == "qa"
    }
    return materials.flatMap { published in
      let material = published.event.text("material") ?? ""
      return country.upper.map { index in
        let unit = country.units[index]
        return made(
          .materialAllocated, path: "allocations.\(material).\(unit.id)",
          unit: unit.parent.map { country.units[$0].id }, time: published.event.time,
          campaign: campaign, inCampaign: true,
          [
            ("material", .text(material)), ("to_unit", .text(unit.id)),
            ("quantity", .number(children[index] * 6)),
          ])
      }
    }
  }

  private static func made(
    _ type: EventType, path: String, unit: String?, time: Instant, campaign: String,
    inCampaign: Bool, _ data: [(String, FieldValue)]
  ) -> CompiledPlan.Item {
    CompiledPlan.Item(
      path: path,
      event: Event(
        id: "", source: "plan:\(campaign)", type: type, time: time,
        campaign: inCampaign ? campaign : nil, unit: unit, actor: .text("system:plan"),
        data: data.map { NamedValue($0.0, $0.1) }))
  }
}
