import Catalog
import LedgerModel

/// Exemplary people, collectives and models: put forward, checked, approved or refused, published
/// (a few too soon, a few without consent), commended, taken up by other unions.
struct ExemplarsAct: Act {
  private var timetable: Timetable

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      for number in 0..<ExemplarStory.count(on: stage) {
        draft.add(ExemplarStory.nominated(number, on: stage), number)
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in timetable.due(before: end) {
      let story = ExemplarStory(entry.subject, on: stage)
      guard stage.place(story.unit, at: story.nominated) == story.unit,
        let province = stage.population.province(of: story.unit)
      else { continue }
      nominate(story, on: stage)
      judge(story, by: province, on: stage)
      publish(story, by: province, on: stage)
      if story.isApproved { honour(story, by: province, on: stage) }
    }
  }

  private func nominate(_ story: ExemplarStory, on stage: Stage) {
    let (dice, number) = (stage.dice, story.number)
    let categories = [
      "vượt khó", "cán bộ tiêu biểu", "phòng chống dịch", "lao động giỏi", "cách làm sáng tạo",
    ]
    let isOfficial = story.person.map { stage.population.isOfficial($0, of: story.unit) } ?? false
    let isDeclared = story.kind == "person" && dice.chance(800, .gender, number, 1)
    stage.schedule(
      .exemplarNominated, id: "xn\(number)", unit: story.unit, at: story.nominated,
      delay: Stage.minutes(dice.number(2...50, .exemplar, number, 4)),
      actor: stage.clerk(story.unit),
      [
        ("exemplar", .text(story.id)), ("kind", .text(story.kind)),
        ("category", .text(dice.pick(categories, .exemplarCategory, number))),
        ("person", story.person.map(stage.population.account)),
        (
          "gender",
          isDeclared
            ? story.person.map {
              .text(PersonName(of: $0, dice).isFemale ? "female" : "male")
            } : nil
        ),
        (
          "standing",
          isDeclared
            ? .text(
              isOfficial ? "official" : dice.chance(600, .gender, number, 2) ? "worker" : "member")
            : nil
        ),
        ("summary_ref", .text("kho:/guong/\(number)")),
        (
          "consent",
          story.kind == "person" && dice.chance(120, .consent, number, 2) ? .bool(true) : nil
        ),
      ])
    if let consented = story.consented { consent(story, at: consented, on: stage) }
  }

  private func consent(_ story: ExemplarStory, at time: Instant, on stage: Stage) {
    func say(_ type: EventType, _ id: String, _ time: Instant) {
      stage.schedule(
        type, id: id, unit: story.unit, at: time,
        [
          ("person", story.person.map(stage.population.account)),
          ("purpose", .text("giới thiệu gương tiêu biểu")), ("exemplar", .text(story.id)),
        ])
    }
    say(.consentGiven, "cg\(story.number)", time)
    guard stage.dice.chance(70, .consent, story.number, 3) else { return }
    let days = stage.dice.number(8...19, .consent, story.number, 4)
    say(.consentWithdrawn, "cw\(story.number)", time.later(by: Stage.days(days)))
  }

  private func judge(_ story: ExemplarStory, by province: Int, on stage: Stage) {
    let people = stage.population
    guard let verified = story.verified else { return }
    let checker =
      people.units[story.unit].level == "upper" ? province : people.units[story.unit].parent
    judge(
      .exemplarVerified, "xv\(story.number)", story, "upper", checker ?? province, verified, nil,
      on: stage)
    guard let decided = story.decided else { return }
    judge(
      story.isApproved ? .exemplarApproved : .exemplarRejected, "xa\(story.number)", story,
      "provincial", province, decided, story.isApproved ? nil : "thành tích chưa rõ", on: stage)
  }

  private func judge(
    _ type: EventType, _ id: String, _ story: ExemplarStory, _ level: String, _ office: Int,
    _ time: Instant, _ reason: String?, on stage: Stage
  ) {
    stage.schedule(
      type, id: id, unit: office, at: time, actor: stage.clerk(office),
      [
        ("exemplar", .text(story.id)), ("level", .text(level)),
        ("by_whom", .text(stage.population.units[office].name)),
        ("reason", reason.map(FieldValue.text)),
      ])
  }

  private func publish(_ story: ExemplarStory, by province: Int, on stage: Stage) {
    guard let published = story.published else { return }
    let (dice, number) = (stage.dice, story.number)
    let above = stage.population.units[story.unit].parent ?? province
    for place in 0..<dice.number(1...3, .published, number, 4) {
      let unit = place == 0 ? province : above
      let page =
        place == 0 ? Page.website(of: province, on: stage) : Page.of(unit, on: stage)
      stage.schedule(
        .mediaItemPublished, id: "xp\(number)-\(place)", unit: unit,
        at: published.later(by: Stage.hours(place * 5)), actor: stage.clerk(unit),
        [
          ("item", .text("guong-\(number)-\(place)")), ("medium", .text(page?.medium ?? "zalo")),
          ("audience", .text("community")), ("outlet", page.map { .text($0.outlet) }),
          ("outlet_scope", .text("union")), ("contents", .texts(["C5"])),
          ("title", .text("Gương sáng trong phong trào thi đua")), ("exemplar", .text(story.id)),
        ])
    }
  }

  /// Commendations around the anniversary and at the end; models spread.
  private func honour(_ story: ExemplarStory, by province: Int, on stage: Stage) {
    let (dice, number) = (stage.dice, story.number)
    guard let decided = story.decided else { return }
    if dice.chance(380, .commended, number) {
      let early = stage.moment(july(27), 15)
      let time = (decided < early ? early : stage.moment(august(25), 10)).later(
        by: Stage.minutes(number % 400))
      guard decided < time else { return }
      stage.schedule(
        .commendationAwarded, id: "xk\(number)", unit: province, at: time,
        actor: stage.clerk(province),
        [
          ("exemplar", .text(story.id)),
          ("form", .text(dice.chance(700, .commended, number, 1) ? "Giấy khen" : "Bằng khen")),
        ])
    }
    guard story.kind == "model" else { return }
    for place in 0..<dice.number(2...12, .replicated, number) {
      let adopter = dice.pick(stage.population.grassroots, .replicated, number, place + 1)
      let time = decided.later(
        by: Stage.hours(dice.number(30...600, .replicated, number, place + 40)))
      guard stage.place(adopter, at: time) == adopter else { continue }
      stage.schedule(
        .exemplarReplicated, id: "xr\(number)-\(place)", unit: adopter, at: time,
        actor: stage.clerk(adopter),
        [
          ("model", .text(story.id)),
          (
            "evidence",
            dice.chance(500, .evidence, number, place + 10)
              ? stage.evidence(number, place + 30, mediaType: "application/pdf") : nil
          ),
        ])
    }
  }
}
