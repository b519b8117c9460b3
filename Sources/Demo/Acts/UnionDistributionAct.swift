import LedgerModel

/// The upper unions pass two materials on to nearly all of their grassroots unions. About one
/// union in seven never confirms that anything reached it.
struct UnionDistributionAct: Act {
  private var timetable: Timetable
  private let others = ["hd-02", "hd-16", "hd-ct", "tl-c1"]

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      for unit in stage.population.grassroots where stage.dice.chance(920, .sent, unit) {
        for piece in 0..<2 {
          let subject = unit * 2 + piece
          draft.add(stage.midtime(july(18)..<august(21), .sentTime, subject, 2), subject)
        }
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in timetable.due(before: end) {
      guard let unit = stage.place(entry.subject / 2, at: entry.instant),
        let giver = stage.parent(unit, at: entry.instant)
      else { continue }
      let material =
        entry.subject % 2 == 0
        ? "hd-68" : stage.dice.pick(others, .shareMaterial, entry.subject)
      send(material, from: giver, to: unit, entry, on: stage)
    }
  }

  private func send(
    _ material: String, from giver: Int, to unit: Int, _ entry: Timetable.Entry, on stage: Stage
  ) {
    let (dice, subject) = (stage.dice, entry.subject)
    let people = stage.population.units[entry.subject / 2]
    let sent = max(
      2, (people.officials + people.members) * dice.number(8...35, .quantity, subject) / 100)
    let media = ["paper", "link", "zalo", "facebook", "email", "meeting"]
    let medium = media[dice.weighted([34, 12, 34, 6, 8, 6], .sentMedium, subject)]
    stage.schedule(
      .materialDistributed, id: "us-\(subject)", unit: giver, at: entry.instant,
      delay: stage.paperDelay(late: 15, subject, 20), actor: stage.clerk(giver, unit),
      [
        ("material", .text(material)), ("to_unit", stage.unit(unit)), ("medium", .text(medium)),
        ("quantity", .number(sent)),
      ])
    guard dice.chance(925, .received, subject / 2), dice.chance(920, .received, subject, 1) else {
      return
    }
    confirm(material, from: giver, sent: sent, entry, on: stage)
  }

  private func confirm(
    _ material: String, from giver: Int, sent: Int, _ entry: Timetable.Entry, on stage: Stage
  ) {
    let (dice, subject) = (stage.dice, entry.subject)
    let delay = Stage.minutes(dice.waitingMinutes(doublings: 3...12, .receivedDelay, subject))
    let arrival = entry.instant.later(by: delay)
    guard let unit = stage.place(subject / 2, at: arrival) else { return }
    let isShort = dice.chance(70, .condition, subject)
    let id = "ur-\(subject)"
    let recorded = arrival.later(by: stage.paperDelay(late: 25, subject, 30))
    stage.schedule(
      .materialReceived, id: id, unit: unit, at: arrival, recorded: recorded,
      actor: stage.clerk(unit),
      sentAgain: dice.chance(5, .repeated, subject) ? Stage.minutes(40) : nil,
      [
        ("material", .text(material)), ("from_unit", stage.unit(giver)),
        ("quantity", .number(isShort ? sent * 4 / 5 : sent)),
        ("condition", .text(isShort ? "thiếu" : "đủ")),
      ])
    stage.amend(
      id, of: .materialReceived, subject: subject, recorded: recorded, clerk: giver,
      patch: [NamedValue("quantity", .number(sent + 2))])
  }
}
