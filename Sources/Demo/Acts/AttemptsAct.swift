import LedgerModel

/// People sit the exam on the portal: first and second attempts, some never handed in, some taken
/// back later; after the correction of a key the papers with that question are marked again.
struct AttemptsAct: Act {
  private var timetable: Timetable
  private var suspects: [AttemptStory] = []
  private var isRegraded = false

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      let people = stage.population
      for (home, unit) in people.units.enumerated() {
        for person in unit.persons {
          let isOfficial = person - unit.firstPerson < unit.officials
          guard AttemptStory.sits(person, home: home, isOfficial: isOfficial, on: stage) else {
            continue
          }
          let count = AttemptStory.hasSecond(person, on: stage) ? 2 : 1
          for index in 0..<count {
            let story = AttemptStory(person, index, home: home, on: stage)
            let moment =
              story.isBeforeWindow ? stage.moment(july(1), 7, person % 60) : story.started
            if moment < stage.end { draft.add(moment, story.subject) }
          }
        }
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in timetable.due(before: end) {
      let (person, index) = entry.subject.quotientAndRemainder(dividingBy: 2)
      let home = stage.population.unit(ofPerson: person)
      let story = AttemptStory(person, index, home: home, on: stage)
      let day = max(story.started, stage.opens)
      guard let unit = stage.place(home, at: day) else { continue }
      play(story, in: unit, noticed: entry.instant, on: stage)
    }
    if !isRegraded, AttemptStory.keyCorrected(on: stage) < end { regrade(on: stage) }
  }

  private mutating func play(
    _ story: AttemptStory, in unit: Int, noticed: Instant, on stage: Stage
  ) {
    stage.schedule(
      .quizAttemptStarted, id: "b\(story.subject)", from: Stage.portal, unit: unit,
      at: story.started, recorded: max(noticed, story.started.later(by: Stage.seconds(1))),
      [
        ("attempt", .text(story.id)), ("quiz", .text(AttemptStory.quiz)),
        ("person", stage.population.account(story.person)), ("device", device(story, on: stage)),
      ])
    guard story.isFinished else { return }
    submit(story, in: unit, noticed: noticed, on: stage)
    if stage.dice.chance(stage.rates.answersKept, .answersKept, story.subject) {
      keepAnswers(story, in: unit, noticed: noticed, on: stage)
    }
    if story.isSuspect, story.keyVersion == 1 { suspects.append(story) }
    if story.isVoided { void(story, on: stage) }
  }

  private func submit(
    _ story: AttemptStory, in unit: Int, noticed: Instant, on stage: Stage
  ) {
    let paper =
      stage.isRehearsal ? nil : ExamPaper(of: story, keyVersion: story.keyVersion, on: stage)
    let points = paper?.points ?? 0
    let recorded = max(
      noticed.later(by: Stage.seconds(2)), story.submitted.later(by: Stage.seconds(1)))
    stage.schedule(
      .quizAttemptSubmitted, id: "e\(story.subject)", from: Stage.portal, unit: unit,
      at: story.submitted, recorded: recorded,
      sentAgain: stage.dice.chance(3, .repeated, story.subject, 1) ? Stage.seconds(90) : nil,
      [
        ("attempt", .text(story.id)), ("quiz", .text(AttemptStory.quiz)),
        ("person", stage.population.account(story.person)), ("raw", .points(points)),
        ("min", .points(0)), ("max", .points(100)), ("per_topic", paper?.perTopic),
        (
          "duration",
          .duration(
            TimeSpan(microseconds: story.submitted.microseconds - story.started.microseconds))
        ),
        ("key_version", .number(story.keyVersion)), ("device", device(story, on: stage)),
      ],
      noting: { [index = story.index, person = story.person, home = story.home] record, _ in
        record.exam.submit(person: person, home: home, isFirst: index == 0, points: points)
      })
  }

  private func device(_ story: AttemptStory, on stage: Stage) -> FieldValue? {
    if AttemptStory.sharesDevice(story.person, home: story.home, on: stage) {
      return .text("may-\(story.home)")
    }
    return stage.dice.chance(700, .device, story.person, 1) ? .text("m\(story.person)") : nil
  }

  private func keepAnswers(
    _ story: AttemptStory, in unit: Int, noticed: Instant, on stage: Stage
  ) {
    let paper =
      stage.isRehearsal ? nil : ExamPaper(of: story, keyVersion: story.keyVersion, on: stage)
    let length = story.submitted.microseconds - story.started.microseconds
    for slot in 0..<20 {
      let time = Instant(
        microseconds: story.started.microseconds + length * Int64(slot + 1) / 21)
      stage.schedule(
        .quizAnswerGiven, id: "q\(story.subject)-\(slot)", from: Stage.portal, unit: unit,
        at: time,
        recorded: max(
          noticed.later(by: Stage.seconds(1)), time.later(by: Stage.seconds(1))),
        answer(paper, slot, story))
    }
  }

  private func answer(
    _ paper: ExamPaper?, _ slot: Int, _ story: AttemptStory
  ) -> [(String, FieldValue?)] {
    guard let answer = paper?.answers[slot] else { return [] }
    return [
      ("attempt", .text(story.id)), ("question", .text(answer.question)),
      ("topic", .text(ExamPaper.topics[answer.topic])),
      ("response", .text(ExamPaper.letters[answer.response])),
      ("correct", .bool(answer.isCorrect)), ("key_version", .number(story.keyVersion)),
    ]
  }

  private func void(_ story: AttemptStory, on stage: Stage) {
    let delay = Stage.hours(stage.dice.number(5...110, .voidedAttempt, story.person, 1))
    let first = max(story.submitted, stage.opens)
    stage.schedule(
      .quizAttemptVoided, id: "v\(story.subject)", from: Stage.portal, at: first.later(by: delay),
      actor: stage.population.central.first.flatMap { stage.clerk($0) },
      [("attempt", .text(story.id)), ("reason", .text("đăng nhập bằng tài khoản người khác"))],
      noting: { record, _ in record.exam.void() })
  }

  private mutating func regrade(on stage: Stage) {
    isRegraded = true
    let start = AttemptStory.keyCorrected(on: stage).later(by: Stage.minutes(30))
    for (place, story) in suspects.enumerated() {
      let paper = stage.isRehearsal ? nil : ExamPaper(of: story, keyVersion: 2, on: stage)
      let before =
        stage.isRehearsal ? 0 : ExamPaper(of: story, keyVersion: 1, on: stage).points
      let points = paper?.points ?? 0
      stage.schedule(
        .quizAttemptRegraded, id: "r\(story.subject)", from: Stage.portal,
        at: start.later(by: Stage.seconds(place)),
        actor: stage.population.central.first.flatMap { stage.clerk($0) },
        [
          ("attempt", .text(story.id)), ("key_version", .number(2)),
          ("new_raw", .points(points)), ("per_topic", paper?.perTopic),
        ],
        noting: { record, _ in record.exam.regrade(moved: points != before) })
    }
    suspects = []
  }
}
