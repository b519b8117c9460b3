import LedgerModel

/// Restrictions are declared and lifted, each on a decision.
struct RestrictionsAct: Act {
  private var isPlayed = false

  init(on stage: Stage) {}

  mutating func play(before end: Instant, on stage: Stage) {
    guard !isPlayed else { return }
    isPlayed = true
    for (index, restriction) in stage.restrictions.list.enumerated() {
      play(restriction, index, on: stage)
    }
  }

  private func play(_ restriction: Restriction, _ index: Int, on stage: Stage) {
    let declared = stage.moment(restriction.starts - 1, 17)
    let document = stage.registerDocument(
      "qd-\(restriction.id)", type: "QĐ", number: 1_800 + index, notation: "QĐ-UBND",
      organ: restriction.provincial, subject: "Giãn cách xã hội", at: declared)
    stage.schedule(
      .restrictionDeclared, id: "on-\(restriction.id)", unit: restriction.provincial,
      at: declared.later(by: Stage.minutes(5)), actor: stage.clerk(restriction.provincial),
      [
        ("restriction", .text(restriction.id)), ("territory", .text(restriction.territory)),
        ("level", .text(restriction.level)),
        ("starts", .instant(stage.moment(restriction.starts, 0))), ("document", document),
      ])
    guard let ends = restriction.ends else { return }
    stage.schedule(
      .restrictionLifted, id: "off-\(restriction.id)", unit: restriction.provincial,
      at: stage.moment(ends - 1, 17), actor: stage.clerk(restriction.provincial),
      [
        ("restriction", .text(restriction.id)), ("lifted", .instant(stage.moment(ends, 0))),
      ])
  }
}
