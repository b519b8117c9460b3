import LedgerModel

/// Study sessions: announced, called off, changed from one form to another, held with a list or a
/// count of those who came.
struct SessionsAct: Act {
  private var timetable: Timetable
  private let measures = ["5K", "đo thân nhiệt", "giãn cách 2 m", "không quá 20 người"]

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      let people = stage.population
      for unit in people.provincial + people.upper + people.grassroots {
        for index in 0..<SessionStory.count(of: unit, on: stage) {
          let subject = unit * SessionStory.perUnit + index
          draft.add(SessionStory(subject, on: stage).announced, subject)
        }
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in timetable.due(before: end) {
      let story = SessionStory(entry.subject, on: stage)
      guard stage.place(story.unit, at: story.announced) == story.unit,
        stage.place(story.unit, at: story.start) == story.unit
      else { continue }
      announce(story, on: stage)
      if story.isCancelled { cancel(story, on: stage) } else { hold(story, on: stage) }
    }
  }

  private func contents(_ story: SessionStory, _ dice: Dice) -> FieldValue {
    let choices = [
      ["C2", "C3", "C4"], ["C2", "C3"], ["C3"], ["C3", "C4"], ["C1", "C2"], ["C1"], ["C2", "C4"],
      ["C5"],
    ]
    return .texts(dice.pick(choices, .sessionContent, story.subject))
  }

  private func announce(_ story: SessionStory, on stage: Stage) {
    let isNeeded = story.isCancelled || story.changedForm != nil
    guard isNeeded || stage.dice.chance(750, .planned, story.subject, 2) else { return }
    stage.schedule(
      .studySessionPlanned, id: "sp-\(story.subject)", unit: story.unit, at: story.announced,
      actor: stage.clerk(story.unit),
      [
        ("session", .text(story.id)), ("contents", contents(story, stage.dice)),
        ("form", .text(story.plannedForm)), ("planned", .number(story.expected)),
        ("start", .instant(story.start)), ("place", story.place.map(FieldValue.text)),
      ])
    guard let changed = story.changedForm else { return }
    stage.schedule(
      .studySessionReformed, id: "sc-\(story.subject)", unit: story.unit, at: story.decided,
      actor: stage.clerk(story.unit),
      [
        ("session", .text(story.id)),
        ("reason", .text(story.isRestricted ? "giãn cách xã hội" : "bảo đảm an toàn")),
        ("from_form", .text(story.plannedForm)), ("to_form", .text(changed)),
      ])
  }

  private func cancel(_ story: SessionStory, on stage: Stage) {
    stage.schedule(
      .studySessionCancelled, id: "sx-\(story.subject)", unit: story.unit, at: story.decided,
      actor: stage.clerk(story.unit),
      [("session", .text(story.id)), ("reason", .text("có ca nghi nhiễm trong đơn vị"))])
  }

  private func hold(_ story: SessionStory, on stage: Stage) {
    let dice = stage.dice
    let length = Stage.minutes(dice.number(45...150, .sessionLength, story.subject))
    let share = story.changedForm == nil ? 58...100 : 40...115
    let heads = max(3, story.expected * dice.number(share, .invited, story.subject, 1) / 100)
    let list = attendees(story, heads, on: stage)
    let ended = story.start.later(by: length)
    let recorded = ended.later(by: stage.paperDelay(late: 40, story.subject, 50))
    let isTogether = story.form != "online"
    stage.schedule(
      .studySessionHeld, id: "st-\(story.subject)", unit: story.unit, at: story.start,
      recorded: recorded, actor: stage.clerk(story.unit, story.subject),
      [
        ("session", .text(story.id)), ("contents", contents(story, dice)),
        ("form", .text(story.form)), ("attendees", list.map(FieldValue.list)),
        ("count", list == nil ? .number(heads) : nil), ("length", .duration(length)),
        (
          "measures",
          isTogether
            ? .texts(Array(measures.prefix(dice.number(1...4, .measures, story.subject)))) : nil
        ),
        (
          "place",
          isTogether && (story.isAway || dice.chance(750, .sessionPlace, story.subject))
            ? story.place.map(FieldValue.text) : nil
        ),
        (
          "evidence",
          dice.chance(450, .evidence, story.subject, 3)
            ? stage.evidence(story.subject, 4, mediaType: "image/jpeg") : nil
        ),
      ], noting: { record, _ in record.noteSession(isBreach: story.isBreach) })
    guard list == nil else { return }
    stage.amend(
      "st-\(story.subject)", of: .studySessionHeld, subject: story.subject, recorded: recorded,
      clerk: story.unit, mayVoid: false,
      patch: [NamedValue("count", .number(heads + heads / 4 + 1))])
  }

  /// Who came, where a list was kept: heads of the unions below, or the unit's own people.
  private func attendees(_ story: SessionStory, _ heads: Int, on stage: Stage) -> [FieldValue]? {
    let people = stage.population
    let unit = people.units[story.unit]
    guard unit.level == "grassroots" else {
      let below = people.children[story.unit].filter { people.units[$0].officials > 0 }
      guard !below.isEmpty else { return nil }
      let first = stage.dice.number(0...below.count - 1, .sessionList, story.subject)
      return (0..<min(heads, below.count, 60)).map { index in
        people.account(people.units[below[(first + index) % below.count]].firstPerson)
      }
    }
    guard stage.dice.chance(380, .sessionList, story.subject) else { return nil }
    return unit.persons.prefix(min(heads, 40)).map(people.account)
  }
}
