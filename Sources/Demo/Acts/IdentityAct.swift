import Catalog
import LedgerModel

/// Who is who: accounts of one person are found to belong together, and names are shown to those
/// who give a reason.
struct IdentityAct: Act {
  private var links: Timetable
  private var reveals: Timetable
  private var isUnlinked = false

  init(on stage: Stage) {
    links = Timetable(from: stage.opens) { draft in
      for number in 0..<ThreadStory.count(on: stage)
      where stage.dice.chance(350, .linked, number) {
        let days = stage.dice.number(2...9, .linked, number, 1)
        let time = ThreadStory.received(number, on: stage).later(by: Stage.days(days))
        if time < stage.end { draft.add(time, number) }
      }
    }
    reveals = Timetable(from: stage.opens) { draft in
      for number in 0..<60 {
        draft.add(stage.daytime(july(13)..<august(31), .revealed, number), number)
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in links.due(before: end) {
      let story = ThreadStory(entry.subject, on: stage)
      guard let person = story.person, story.isForeign(stage.dice) else { continue }
      change(.identityLinked, "ln\(entry.subject)", person, entry.instant, on: stage)
      if !isUnlinked {
        isUnlinked = true
        let later = entry.instant.later(by: Stage.days(3))
        change(.identityUnlinked, "lu\(entry.subject)", person, later, on: stage)
      }
    }
    for entry in reveals.due(before: end) { reveal(entry, on: stage) }
  }

  private func change(
    _ type: EventType, _ id: String, _ person: Int, _ time: Instant, on stage: Stage
  ) {
    let isLink = type == .identityLinked
    stage.schedule(
      type, id: id, from: Stage.ledger, at: time,
      actor: stage.population.central.first.flatMap { stage.clerk($0) }, inCampaign: false,
      [
        ("persons", .list([ThreadStory.zalo(person)])),
        ("person", stage.population.account(person)),
        ("basis", .text(isLink ? "cùng số điện thoại" : "số điện thoại dùng chung")),
      ])
  }

  private func reveal(_ entry: Timetable.Entry, on stage: Stage) {
    let provinces = stage.population.provincial
    let province = provinces[entry.subject % provinces.count]
    // The first officials of each office come up again and again.
    let offices = provinces + stage.population.upper
    let unit = stage.population.units[offices[entry.subject % min(offices.count, 8)]]
    let kind = entry.subject % 20 == 18 ? "search" : entry.subject % 20 == 19 ? "export" : "reveal"
    stage.schedule(
      .identityRevealed, id: "rv\(entry.subject)", from: Stage.ledger, at: entry.instant,
      actor: stage.clerk(province), inCampaign: false,
      [
        ("person", kind == "reveal" ? stage.population.account(unit.firstPerson) : nil),
        ("search", kind == "search" ? .text("niê") : nil), ("fields", .texts(["name"])),
        ("by_whom", .text(stage.population.units[province].name)),
        (
          "purpose",
          .text(
            ["lập danh sách khen thưởng", "đối soát hồ sơ", "trả lời đơn thư"][entry.subject % 3])
        ),
        ("kind", .text(kind)),
      ])
  }
}
