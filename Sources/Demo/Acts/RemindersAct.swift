import LedgerModel

/// Reminders to those who still owe a report, in steps: before the day, on the eve, after it.
struct RemindersAct: Act {
  private struct Step {
    let number: Int
    let day: Int
    let hour: Int
  }

  private var steps: [Step]
  private var isBelowPlayed = false

  init(on stage: Stage) {
    steps = [
      Step(number: 1, day: july(30), hour: 9), Step(number: 2, day: august(4), hour: 8),
      Step(number: 3, day: august(5), hour: 9), Step(number: 4, day: august(9), hour: 8),
    ]
  }

  mutating func play(before end: Instant, on stage: Stage) {
    while let step = steps.first, stage.moment(step.day, step.hour) < end {
      steps.removeFirst()
      for story in UpperReportStory.all(on: stage) { remind(story, step, on: stage) }
    }
    guard !isBelowPlayed, stage.moment(july(28), 8) < end else { return }
    isBelowPlayed = true
    for unit in stage.population.grassroots { remindBelow(unit, on: stage) }
  }

  private func remind(_ story: UpperReportStory, _ step: Step, on stage: Stage) {
    let first = stage.moment(step.day, step.hour)
    let time = first.later(by: Stage.minutes(story.unit % 50))
    let isFiled = story.versions.contains { $0.recorded <= first }
    let isLetOff = story.role == .waivedBefore && step.day > august(2)
    guard !isFiled, !isLetOff, let province = stage.population.units[story.unit].parent else {
      return
    }
    send(
      "O11", to: story.unit, from: province, step: step.number, at: time,
      channel: ["zalo", "phone", "email", "zalo"][step.number - 1], on: stage)
  }

  private func remindBelow(_ unit: Int, on stage: Stage) {
    for (place, day) in [july(28), august(3)].enumerated() {
      guard stage.dice.chance(520, .reminded, unit, place) else { continue }
      let time = stage.daytime(day..<day + 1, .reminded, unit, place + 2)
      let filed = GrassrootsReportStory(unit, on: stage)?.filed
      guard filed.map({ time < $0 }) ?? true, stage.place(unit, at: time) == unit,
        let above = stage.parent(unit, at: time)
      else { continue }
      let channels = ["zalo", "phone", "facebook", "meeting"]
      send(
        "O20", to: unit, from: above, step: place + 1, at: time,
        channel: channels[stage.dice.weighted([60, 24, 10, 6], .reminded, unit, place + 4)],
        on: stage)
    }
  }

  private func send(
    _ duty: String, to unit: Int, from office: Int, step: Int, at time: Instant, channel: String,
    on stage: Stage
  ) {
    stage.schedule(
      .reminderSent, id: "rm\(unit)-\(step)", unit: office, at: time, actor: stage.clerk(office),
      obligation: "\(stage.campaign)/\(duty)/\(stage.id(unit))",
      [
        ("unit", stage.unit(unit)), ("step", .number(step)), ("channel", .text(channel)),
        ("duty", .text(duty)),
      ])
  }
}
