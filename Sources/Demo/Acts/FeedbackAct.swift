import LedgerModel

/// Opinions over Zalo, Facebook and the portal: classified, routed, answered by machines at once
/// and by people after minutes or days, settled, taken up again, rated, or left without an answer.
struct FeedbackAct: Act {
  private var timetable: Timetable

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      for number in 0..<ThreadStory.count(on: stage) {
        draft.add(ThreadStory.received(number, on: stage), number)
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in timetable.due(before: end) {
      let story = ThreadStory(entry.subject, on: stage)
      receive(story, on: stage)
      let (office, ready) = classify(story, on: stage)
      answer(story, by: office, after: ready, on: stage)
    }
  }

  private func receive(_ story: ThreadStory, on stage: Stage) {
    let dice = stage.dice
    let unit = story.home.flatMap { stage.place($0, at: story.received) }
    let isTopical = story.channel == "portal" && dice.chance(600, .classified, story.number, 1)
    stage.schedule(
      .feedbackReceived, id: "fr\(story.number)", from: Stage.portal, unit: unit,
      at: story.received, delay: Stage.seconds(1),
      [
        ("thread", .text(story.id)), ("channel", .text(story.channel)),
        ("person", story.account(on: stage)),
        ("topic", isTopical ? .text(story.topic) : nil),
        ("text_ref", .text("kho:/y-kien/\(story.number)")),
      ])
    guard dice.chance(710, .automatic, story.number),
      story.channel == "zalo" || story.channel == "facebook"
    else { return }
    stage.schedule(
      .feedbackAnswered, id: "fa\(story.number)", from: Stage.portal,
      at: story.received.later(by: Stage.seconds(dice.number(2...20, .automatic, story.number, 1))),
      delay: Stage.seconds(1),
      [
        ("thread", .text(story.id)), ("kind", .text("auto")), ("by_whom", .text("trả lời tự động")),
        ("channel", .text(story.channel)),
      ])
  }

  /// Gives the thread its topic and sends it on; the unit that is to answer, and from when.
  private func classify(
    _ story: ThreadStory, on stage: Stage
  ) -> (office: Int?, ready: Instant) {
    let (dice, number) = (stage.dice, story.number)
    let central = stage.population.central.first
    guard dice.chance(860, .classified, number) || number == 3 else {
      return (central, story.received)
    }
    let time = story.received.later(by: Stage.minutes(dice.number(3...180, .classified, number, 2)))
    stage.schedule(
      .feedbackClassified, id: "fc\(number)", from: Stage.portal, at: time,
      actor: central.flatMap { stage.clerk($0) },
      [
        ("thread", .text(story.id)), ("topic", .text(story.topic)),
        (
          "urgency",
          .text(["thường", "gấp", "rất gấp"][dice.weighted([76, 18, 6], .classified, number, 3)])
        ),
      ])
    guard dice.chance(820, .routed, number) || number == 3 else { return (central, time) }
    let routed = time.later(by: Stage.minutes(dice.number(2...90, .routed, number, 1)))
    let provinces = stage.population.provincial
    let above = story.home.flatMap { stage.parent($0, at: routed) }
    let office = above ?? provinces[Int(dice.bits(.routed, number, 2) % UInt64(provinces.count))]
    stage.schedule(
      .feedbackRouted, id: "ft\(number)", from: Stage.portal, at: routed,
      actor: central.flatMap { stage.clerk($0) },
      [("thread", .text(story.id)), ("to_unit", stage.unit(office))])
    return (office, routed)
  }

  private func answer(
    _ story: ThreadStory, by office: Int?, after ready: Instant, on stage: Stage
  ) {
    let (dice, number) = (stage.dice, story.number)
    guard let office, dice.chance(780, .human, number) else { return }
    let wait = Stage.minutes(dice.waitingMinutes(doublings: 2...14, .humanDelay, number))
    let time = ready.later(by: wait)
    say(story, "fh\(number)", by: office, at: time, on: stage) { record, _ in
      record.answeredThreads += 1
    }
    guard dice.chance(720, .resolved, number) else { return }
    let resolved = time.later(by: Stage.minutes(dice.number(10...2_000, .resolved, number, 1)))
    settle(story, "fs\(number)", by: office, at: resolved, on: stage)
    guard dice.chance(90, .reopened, number) else { return rate(story, after: resolved, on: stage) }
    let reopened = resolved.later(by: Stage.hours(dice.number(3...60, .reopened, number, 1)))
    stage.schedule(
      .feedbackReopened, id: "fo\(number)", from: Stage.portal, at: reopened,
      [("thread", .text(story.id)), ("reason", .text("chưa nhận được hỗ trợ"))])
    guard dice.chance(650, .reopened, number, 2) else { return }
    let second = reopened.later(by: Stage.hours(dice.number(4...40, .reopened, number, 3)))
    say(story, "fh\(number)-2", by: office, at: second, on: stage)
    settle(
      story, "fs\(number)-2", by: office, at: second.later(by: Stage.hours(3)), on: stage)
  }

  private func say(
    _ story: ThreadStory, _ id: String, by office: Int, at time: Instant, on stage: Stage,
    noting: ScheduledDraft.Note? = nil
  ) {
    stage.schedule(
      .feedbackAnswered, id: id, from: Stage.portal, unit: office, at: time,
      actor: stage.clerk(office, story.number),
      [
        ("thread", .text(story.id)), ("kind", .text("human")),
        ("by_whom", .text(stage.population.units[office].name)), ("channel", .text(story.channel)),
        ("text_ref", .text("kho:/tra-loi/\(id)")),
      ], noting: noting)
  }

  private func settle(
    _ story: ThreadStory, _ id: String, by office: Int, at time: Instant, on stage: Stage
  ) {
    let outcomes = ["đã giải đáp", "đã hỗ trợ", "chuyển cơ quan có thẩm quyền"]
    let place = stage.dice.weighted([70, 20, 10], .resolved, story.number, 2)
    stage.schedule(
      .feedbackResolved, id: id, from: Stage.portal, unit: office, at: time,
      actor: stage.clerk(office),
      [("thread", .text(story.id)), ("outcome", .text(outcomes[place]))])
  }

  private func rate(_ story: ThreadStory, after resolved: Instant, on stage: Stage) {
    guard stage.dice.chance(410, .rated, story.number) else { return }
    let time = resolved.later(
      by: Stage.minutes(stage.dice.number(5...900, .rated, story.number, 1)))
    stage.schedule(
      .feedbackRated, id: "fg\(story.number)", from: Stage.portal, at: time,
      delay: Stage.seconds(1),
      [
        ("thread", .text(story.id)),
        (
          "score",
          .points(1 + stage.dice.weighted([6, 8, 18, 34, 34], .rated, story.number, 2))
        ),
      ])
  }
}
