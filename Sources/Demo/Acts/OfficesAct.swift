import LedgerModel

/// Who holds which office: the rosters of all units come in on the first day; some officials sit
/// in the union above too, a few leave on 20/8.
struct OfficesAct: Act {
  private var arrivals: Timetable
  private var departures: Timetable

  private static let positions = [
    "Chủ tịch", "Phó Chủ tịch", "Ủy viên Ban Chấp hành", "Ủy viên Ủy ban Kiểm tra",
    "Trưởng ban nữ công", "Tổ trưởng công đoàn",
  ]

  init(on stage: Stage) {
    let people = stage.population
    arrivals = Timetable(from: stage.opens) { draft in
      // Unit after unit, evenly over the first day, so that no moment holds them all.
      let total = people.units.reduce(0) { $0 + $1.officials }
      var count = 0
      for (index, unit) in people.units.enumerated() where unit.officials > 0 {
        let isNew = stage.tree.place(of: index, on: 0) == nil
        for person in unit.persons.prefix(unit.officials) {
          let step = TimeSpan.day.microseconds * 9 / 10 / Int64(max(total, 1)) * Int64(count)
          count += 1
          let moment = Instant(microseconds: stage.opens.microseconds + step)
          draft.add(isNew ? stage.moment(TreeChanges.openingDay, 10) : moment, person)
        }
      }
    }
    departures = Timetable(from: stage.opens) { draft in
      for unit in people.units {
        for person in unit.persons.prefix(unit.officials)
        where stage.dice.chance(10, .officeLeft, person) {
          draft.add(stage.moment(august(20), 9, person % 300), person)
        }
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in arrivals.due(before: end) { arrive(entry.subject, entry.instant, on: stage) }
    for entry in departures.due(before: end) { leave(entry.subject, entry.instant, on: stage) }
  }

  private func arrive(_ person: Int, _ time: Instant, on stage: Stage) {
    let people = stage.population
    let index = people.unit(ofPerson: person)
    let unit = people.units[index]
    let rank = person - unit.firstPerson
    let year = Int32(stage.dice.number(30...1_400, .officeSince, person))
    let first = stage.date(stage.day(of: time))
    let isNew = stage.tree.place(of: index, on: 0) == nil
    assume(
      person, index, office: "o\(person)", rank: rank,
      since: isNew ? first : Day(number: first.number - year), at: time, on: stage)
    if let above = unit.parent, unit.level == "grassroots", rank < 3,
      stage.dice.chance(45, .secondOffice, person)
    {
      assume(
        person, above, office: "p\(person)", rank: 2, since: Day(number: first.number - 20),
        at: time, on: stage)
    }
  }

  private func assume(
    _ person: Int, _ unit: Int, office: String, rank: Int, since: Day, at time: Instant,
    on stage: Stage
  ) {
    let positions = OfficesAct.positions
    stage.schedule(
      .officeAssumed, id: office, unit: unit, at: time, delay: Stage.seconds(2),
      actor: stage.clerk(unit), inCampaign: false,
      {
        let name = PersonName(of: person, stage.dice)
        return [
          ("office", .text(office)), ("person", stage.population.account(person)),
          ("position", .text(positions[min(rank, positions.count - 1)])),
          ("full_time", .bool(stage.population.units[unit].level != "grassroots")),
          ("on", .date(since)), ("name", .text(name.text)),
          ("gender", .text(name.isFemale ? "female" : "male")),
        ]
      }())
  }

  private func leave(_ person: Int, _ time: Instant, on stage: Stage) {
    let unit = stage.population.unit(ofPerson: person)
    guard stage.place(unit, at: time) == unit else { return }
    stage.schedule(
      .officeLeft, id: "left-\(person)", unit: unit, at: time, actor: stage.clerk(unit),
      inCampaign: false,
      [
        ("office", .text("o\(person)")), ("person", stage.population.account(person)),
        ("on", .date(stage.date(august(20)))),
      ])
  }
}
