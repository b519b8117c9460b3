import LedgerModel

/// Officials write essays; two graders judge each; good ones are put forward, a few are adopted.
struct EssaysAct: Act {
  private var submissions: Timetable
  private var assignments: Timetable

  init(on stage: Stage) {
    func fill(_ add: (EssayStory) -> Void) {
      for (home, unit) in stage.population.units.enumerated() {
        for person in unit.persons.prefix(unit.officials) {
          for index in 0..<EssayStory.count(of: person, on: stage) {
            add(EssayStory(person, index, home: home, on: stage))
          }
        }
      }
    }
    submissions = Timetable(from: stage.opens) { draft in
      fill { draft.add($0.submitted, $0.subject) }
    }
    assignments = Timetable(from: stage.opens) { draft in
      fill { if $0.isAssigned { draft.add($0.assigned, $0.subject) } }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in submissions.due(before: end) {
      let story = story(entry.subject, on: stage)
      guard let unit = stage.place(story.home, at: story.submitted) else { continue }
      submit(story, in: unit, on: stage)
    }
    for entry in assignments.due(before: end) {
      let story = story(entry.subject, on: stage)
      guard stage.place(story.home, at: story.submitted) != nil else { continue }
      grade(story, on: stage)
    }
  }

  private func story(_ subject: Int, on stage: Stage) -> EssayStory {
    let (person, index) = subject.quotientAndRemainder(dividingBy: 2)
    let home = stage.population.unit(ofPerson: person)
    return EssayStory(person, index, home: home, on: stage)
  }

  private func submit(_ story: EssayStory, in unit: Int, on stage: Stage) {
    let dice = stage.dice
    let words = dice.number(180...820, .essayWords, story.subject)
    func text(_ version: Int) -> [(String, FieldValue?)] {
      [
        ("essay", .text(story.id)), ("person", stage.population.account(story.person)),
        ("text_ref", .text("kho:/bai-viet/\(story.subject)/\(version)")),
        ("words", .number(words + 40 * (version - 1))),
        ("topics", .texts(story.topics(dice))),
      ]
    }
    stage.schedule(
      .essaySubmitted, id: "w\(story.subject)", from: Stage.portal, unit: unit,
      at: story.submitted, delay: Stage.seconds(2), text(1))
    if dice.chance(60, .resubmitted, story.subject) {
      let wait = Stage.minutes(dice.number(30...1_100, .resubmitted, story.subject, 1))
      stage.schedule(
        .essayResubmitted, id: "w\(story.subject)-2", from: Stage.portal, unit: unit,
        at: story.submitted.later(by: wait), delay: Stage.seconds(2), text(2))
    }
    guard story.isWithdrawn else { return }
    let wait = Stage.hours(dice.number(20...120, .withdrawn, story.subject, 1))
    stage.schedule(
      .essayWithdrawn, id: "w\(story.subject)-x", from: Stage.portal, unit: unit,
      at: story.submitted.later(by: wait), delay: Stage.seconds(2),
      [
        ("essay", .text(story.id)), ("person", stage.population.account(story.person)),
        ("reason", .text("gửi nhầm bài")),
      ])
  }

  private func grade(_ story: EssayStory, on stage: Stage) {
    let (dice, subject) = (stage.dice, story.subject)
    guard
      let province = stage.population.province(of: story.home) ?? stage.population.provincial.first
    else { return }
    let first = dice.number(0...11, .grader, subject)
    var grades = 0
    for place in 0..<2 {
      let grader = (first + place * (1 + dice.number(0...10, .grader, subject, 1))) % 12
      let label = "giám khảo \(grader + 1), \(stage.id(province))"
      stage.schedule(
        .essayAssigned, id: "as\(subject)-\(place)", from: Stage.portal, unit: province,
        at: story.assigned, delay: Stage.seconds(2 + place), actor: stage.clerk(province),
        [("essay", .text(story.id)), ("grader", .text(label))])
      guard dice.chance(860, .graded, subject, place) else { continue }
      grades += 1
      let wait = Stage.minutes(
        dice.waitingMinutes(doublings: 7...13, .gradingDelay, subject, place))
      let points = max(
        0, min(20, story.quality(dice) + dice.number(-2...2, .points, subject, place + 1)))
      stage.schedule(
        .essayGraded, id: "gr\(subject)-\(place)", from: Stage.portal, unit: province,
        at: story.assigned.later(by: wait), delay: Stage.seconds(5),
        [
          ("essay", .text(story.id)), ("grader", .text(label)), ("points", EssaysAct.half(points)),
          ("max", .points(10)),
        ])
    }
    if grades == 2, story.quality(dice) >= 16 { putForward(story, by: province, on: stage) }
  }

  /// Half points as a decimal with one digit.
  private static func half(_ count: Int) -> FieldValue {
    .decimal(ExactDecimal(mantissa: Int64(count * 5), scale: 1))
  }

  private func putForward(_ story: EssayStory, by province: Int, on stage: Stage) {
    let (dice, subject) = (stage.dice, story.subject)
    guard dice.chance(700, .shortlisted, subject) else { return }
    let time = story.assigned.later(by: Stage.days(dice.number(7...9, .shortlisted, subject, 1)))
    stage.schedule(
      .essayShortlisted, id: "sl\(subject)", unit: province, at: time,
      actor: stage.clerk(province), [("essay", .text(story.id)), ("level", .text("upper"))])
    guard dice.chance(300, .adopted, subject), stage.day(of: time) < august(26) else { return }
    let adopted = time.later(by: Stage.days(dice.number(2...4, .adopted, subject, 1)))
    let document = stage.registerDocument(
      "tb-\(subject)", type: "TB", number: 60 + subject % 90, notation: "TB-LĐLĐ",
      organ: province, subject: "Tiếp thu sáng kiến đổi mới hoạt động", at: adopted)
    stage.schedule(
      .essayAdopted, id: "ad\(subject)", unit: province,
      at: adopted.later(by: Stage.minutes(20)), actor: stage.clerk(province),
      [("essay", .text(story.id)), ("level", .text("provincial")), ("document", document)])
  }
}
