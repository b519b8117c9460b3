import LedgerModel

/// The provincial federation hands the question-and-answer booklets to the upper unions, in the
/// numbers set aside or a few short, and they confirm a day or more later.
struct ProvinceDistributionAct: Act {
  private var timetable: Timetable
  private let booklets = ["hd-ct", "hd-02", "hd-68", "hd-16"]

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      for unit in stage.population.upper {
        for booklet in 0..<4 {
          let subject = unit * 4 + booklet
          draft.add(stage.daytime(july(15)..<july(21), .sentTime, subject, 1), subject)
        }
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in timetable.due(before: end) {
      let (unit, booklet) = entry.subject.quotientAndRemainder(dividingBy: 4)
      send(booklets[booklet], to: unit, entry, on: stage)
    }
  }

  private func send(_ booklet: String, to unit: Int, _ entry: Timetable.Entry, on stage: Stage) {
    guard let province = stage.population.units[unit].parent else { return }
    let (dice, subject) = (stage.dice, entry.subject)
    let allocated = stage.allocations[booklet]?[stage.id(unit)] ?? 120
    let isShort = dice.chance(150, .quantity, subject, 1)
    let sent = isShort ? allocated * dice.number(70...95, .quantity, subject, 2) / 100 : allocated
    stage.schedule(
      .materialDistributed, id: "ds-\(subject)", unit: province, at: entry.instant,
      actor: stage.clerk(province),
      [
        ("material", .text(booklet)), ("to_unit", stage.unit(unit)),
        ("medium", .text(dice.chance(700, .sentMedium, subject, 1) ? "paper" : "meeting")),
        ("quantity", .number(sent)),
      ])
    let isDamaged = dice.chance(120, .condition, subject, 1)
    let received = isDamaged ? sent - dice.number(1...12, .condition, subject, 2) : sent
    let arrival = entry.instant.later(
      by: Stage.hours(dice.number(22...70, .receivedDelay, subject, 1)))
    stage.schedule(
      .materialReceived, id: "dr-\(subject)", unit: unit, at: arrival,
      delay: stage.paperDelay(late: 40, subject, 10), actor: stage.clerk(unit),
      [
        ("material", .text(booklet)), ("from_unit", stage.unit(province)),
        ("quantity", .number(received)), ("condition", .text(isDamaged ? "thiếu, rách" : "đủ")),
        (
          "evidence",
          dice.chance(500, .evidence, subject, 1)
            ? stage.evidence(subject, 2, mediaType: "image/jpeg") : nil
        ),
      ])
  }
}
