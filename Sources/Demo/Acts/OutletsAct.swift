import LedgerModel

/// Pages of the units and papers of the press enter the ledger; the press agrees to carry the
/// campaign.
struct OutletsAct: Act {
  private var pages: Timetable
  private var isOpened = false

  init(on stage: Stage) {
    pages = Timetable(from: stage.opens) { draft in
      for unit in stage.population.upper + stage.population.grassroots
      where Page.of(unit, on: stage) != nil {
        let first = stage.tree.place(of: unit, on: 0) == nil ? TreeChanges.openingDay : 1
        draft.add(stage.daytime(first..<first + 3, .page, unit, 2), unit)
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    if !isOpened {
      isOpened = true
      for outlet in PressOutlet.nationwide { register(outlet, on: stage) }
      for province in stage.population.provincial { winOverPress(of: province, on: stage) }
    }
    for entry in pages.due(before: end) {
      let unit = stage.population.units[entry.subject]
      guard let page = Page.of(entry.subject, on: stage) else { continue }
      stage.schedule(
        .outletRegistered, id: "page-\(entry.subject)", unit: entry.subject, at: entry.instant,
        actor: stage.clerk(entry.subject), inCampaign: false,
        [
          ("outlet", .text(page.outlet)), ("owner", .text(unit.id)),
          ("medium", .text(page.medium)), ("scope", .text("union")),
          ("name", .text("Trang của \(unit.name)")),
        ])
    }
  }

  private func register(_ outlet: PressOutlet, on stage: Stage) {
    stage.schedule(
      .outletRegistered, id: "press-\(outlet.id)", at: stage.moment(july(2), 9),
      actor: .text("system:plan"), inCampaign: false,
      [
        ("outlet", .text(outlet.id)), ("medium", .text(outlet.medium)),
        ("scope", .text(outlet.scope)), ("name", .text(outlet.name)),
      ])
  }

  private func winOverPress(of province: Int, on stage: Stage) {
    let local = PressOutlet.local(of: province, on: stage)
    for outlet in local { register(outlet, on: stage) }
    for (index, outlet) in ([PressOutlet.nationwide[0]] + local).enumerated() {
      let time = stage.moment(july(13) + index, 15)
      let document = stage.registerDocument(
        "bb-\(province)-\(index)", type: "BB", number: 3 + index, notation: "BB-LĐLĐ",
        organ: province, subject: "Phối hợp tuyên truyền với \(outlet.name)", at: time)
      stage.schedule(
        .pressAgreed, id: "agreed-\(province)-\(index)", unit: province,
        at: time.later(by: Stage.minutes(10)), actor: stage.clerk(province),
        [
          ("outlet", .text(outlet.id)), ("scope", .text(outlet.scope)), ("document", document),
        ])
    }
  }
}
