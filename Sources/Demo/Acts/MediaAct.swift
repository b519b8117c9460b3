import LedgerModel

/// Units publish on their own pages; some items are put right or taken down; the platforms say how
/// many people saw them.
struct MediaAct: Act {
  private var timetable: Timetable
  private static let perUnit = 64

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      let people = stage.population
      for unit in people.provincial + people.upper + people.grassroots {
        for index in 0..<MediaAct.count(of: unit, on: stage) {
          let subject = unit * MediaAct.perUnit + index
          draft.add(stage.daytime(july(8)..<august(31), .postTime, subject), subject)
        }
      }
    }
  }

  private static func count(of unit: Int, on stage: Stage) -> Int {
    switch stage.population.units[unit].level {
    case "provincial": return 44
    case "upper": return stage.dice.number(3...9, .post, unit)
    default:
      guard Page.of(unit, on: stage) != nil, stage.dice.chance(560, .post, unit) else { return 0 }
      return stage.dice.number(1...3, .post, unit, 1)
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in timetable.due(before: end) {
      let (unit, index) = entry.subject.quotientAndRemainder(dividingBy: MediaAct.perUnit)
      guard stage.place(unit, at: entry.instant) == unit,
        Page.isRegistered(of: unit, at: entry.instant, on: stage)
      else { continue }
      let isFederation = stage.population.units[unit].level == "provincial"
      let page =
        isFederation && index % 2 == 0
        ? Page.website(of: unit, on: stage) : Page.of(unit, on: stage)
      guard let page else { continue }
      publish(on: page, by: unit, entry, stage)
    }
  }

  private func publish(on page: Page, by unit: Int, _ entry: Timetable.Entry, _ stage: Stage) {
    let (dice, subject) = (stage.dice, entry.subject)
    let titles = [
      "Kỷ niệm 92 năm ngày thành lập Công đoàn Việt Nam", "Học tập Nghị quyết 02-NQ/TW",
      "Chính sách hỗ trợ theo Nghị quyết 68/NQ-CP", "Chăm lo đoàn viên trong mùa dịch",
      "Hưởng ứng cuộc thi trực tuyến",
    ]
    let contents = [["C1"], ["C2"], ["C3"], ["C5"], ["C2", "C4"], ["C3", "C5"], ["C1", "C5"]]
    stage.schedule(
      .mediaItemPublished, id: "mp-\(subject)", unit: unit, at: entry.instant,
      delay: Stage.minutes(dice.number(1...30, .post, subject, 3)),
      actor: stage.clerk(unit, subject),
      [
        ("item", .text("post-\(subject)")), ("medium", .text(page.medium)),
        ("audience", .text(dice.chance(640, .post, subject, 2) ? "community" : "internal")),
        ("outlet", .text(page.outlet)), ("outlet_scope", .text("union")),
        ("contents", .texts(dice.pick(contents, .postContent, subject))),
        ("title", .text(dice.pick(titles, .postContent, subject, 1))),
        ("url", .text("https://\(page.outlet).example/\(subject)")),
      ])
    let changed = entry.instant.later(by: Stage.hours(dice.number(155...300, .corrected, subject)))
    if dice.chance(18, .corrected, subject, 1) {
      stage.schedule(
        .mediaItemCorrected, id: "mc-\(subject)", unit: unit, at: changed,
        actor: stage.clerk(unit),
        [("item", .text("post-\(subject)")), ("reason", .text("sai số liệu"))])
    } else if dice.chance(13, .removed, subject) {
      stage.schedule(
        .mediaItemRemoved, id: "mx-\(subject)", unit: unit, at: changed, actor: stage.clerk(unit),
        [("item", .text("post-\(subject)")), ("reason", .text("lộ thông tin cá nhân"))])
    }
    observe(page, by: unit, entry, stage)
  }

  private func observe(_ page: Page, by unit: Int, _ entry: Timetable.Entry, _ stage: Stage) {
    let (dice, subject) = (stage.dice, entry.subject)
    let isSmall = stage.population.units[unit].level == "grassroots"
    guard !isSmall || dice.chance(250, .metric, subject) else { return }
    let first = dice.bell(20...(isSmall ? 300 : 4_000), .metricValue, subject)
    let ages = isSmall ? [3] : [1, 7, 20]
    for (round, age) in ages.enumerated() {
      let reach = first * (round + 1) - round * first / 3
      let figures = [
        ("reach", reach),
        ("impressions", reach * dice.number(110...240, .metricValue, subject, 1) / 100),
        ("reactions", reach / dice.number(9...40, .metricValue, subject, 2)),
      ]
      let time = entry.instant.later(by: Stage.days(age))
      for (place, (metric, value)) in figures.enumerated() {
        stage.schedule(
          .mediaMetricObserved, id: "mm-\(subject)-\(round)-\(place)", unit: unit, at: time,
          delay: Stage.seconds(60 + place), actor: stage.clerk(unit),
          [
            ("item", .text("post-\(subject)")), ("metric", .text(metric)),
            ("definition", .text(MediaAct.definition(metric, page.medium))),
            ("value", .number(value)), ("as_of", .instant(time)),
            ("method", .text(MediaAct.method(page.medium, isSmall: isSmall))),
            ("cumulative", .bool(true)),
          ])
      }
    }
  }

  private static func definition(_ metric: String, _ medium: String) -> String {
    switch (medium, metric) {
    case ("facebook", "reach"): "post_impressions_unique, 2021-06"
    case ("facebook", _): "post_\(metric), 2021-06"
    default: "\(medium) \(metric), 2021"
    }
  }

  private static func method(_ medium: String, isSmall: Bool) -> String {
    medium == "website" ? "estimate" : isSmall || medium == "zalo" ? "manual" : "api"
  }
}
