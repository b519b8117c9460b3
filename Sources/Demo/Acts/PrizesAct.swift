import LedgerModel

/// Prizes for the best papers and for the unions from which most people came.
struct PrizesAct: Act {
  private var isPlayed = false
  private let personCount = 20
  private let unitCount = 10

  init(on stage: Stage) {}

  mutating func play(before end: Instant, on stage: Stage) {
    let day = stage.moment(august(27), 9)
    guard !isPlayed, day < end, let province = stage.population.provincial.first else { return }
    isPlayed = true
    let document = stage.registerDocument(
      "qd-giai-thuong", type: "QĐ", number: 263, notation: "QĐ-LĐLĐ", organ: province,
      subject: "Trao giải cuộc thi tìm hiểu trực tuyến", at: day)
    for place in 0..<personCount + unitCount {
      let time = day.later(by: Stage.minutes(30 + place))
      let (personCount, unitCount) = (personCount, unitCount)
      stage.scheduleLate(recorded: time) { stage in
        let isPerson = place < personCount
        let rank = isPerson ? place : place - personCount
        let winner =
          isPerson
          ? stage.population.account(stage.record.exam.bestPerson(rank))
          : stage.unit(stage.record.exam.busiestUnit(rank))
        return Event(
          id: "prize-\(place)", source: Stage.office, type: .prizeAwarded, time: time,
          campaign: stage.campaign, actor: stage.clerk(province),
          data: [
            NamedValue("quiz", .text(AttemptStory.quiz)),
            NamedValue(isPerson ? "person" : "unit", winner),
            NamedValue(
              "prize",
              .text(
                rank == 0
                  ? "Nhất"
                  : rank < 3 ? "Nhì" : rank < (isPerson ? 8 : unitCount) ? "Ba" : "Khuyến khích")),
            NamedValue("document", document),
          ])
      }
    }
  }
}
