import LedgerModel

/// What the offices above put on paper: the portal's roster, the number of the plan, the guidance
/// on the exam, a leaflet that is withdrawn and a material that is replaced.
struct GuidanceAct: Act {
  private var isPlayed = false

  init(on stage: Stage) {}

  mutating func play(before end: Instant, on stage: Stage) {
    guard !isPlayed else { return }
    isPlayed = true
    publishRoster(on: stage)
    for province in stage.population.provincial {
      numberPlan(of: province, on: stage)
      issueGuidance(of: province, on: stage)
    }
    publishMaterials(on: stage)
  }

  private func publishRoster(on stage: Stage) {
    let listed = stage.population.provincial + stage.population.upper
    stage.schedule(
      .rosterPublished, id: "roster-1", from: Stage.portal, unit: stage.population.central.first,
      at: stage.moment(july(6), 9),
      [("portal", .text("congdoanvietnam.org")), ("units", .list(listed.map(stage.unit)))])
  }

  /// The plan is stored as a draft and gets its number later.
  private func numberPlan(of province: Int, on stage: Stage) {
    let clerk = stage.clerk(province)
    let isSingle = stage.population.provincial.count == 1
    let plan = isSingle ? "KH-tinh" : "kh-\(province)"
    if !isSingle {
      stage.registerDocument(
        plan, type: "KH", number: nil, notation: "KH-LĐLĐ", organ: province,
        subject: "Kế hoạch của cấp tỉnh", at: stage.moment(july(9), 10))
    }
    stage.schedule(
      .documentNumbered, id: "number-\(province)", unit: province, at: stage.moment(july(12), 10),
      actor: clerk,
      [
        ("document", .text(plan)), ("number", .text("45/KH-LĐLĐ")),
        ("date", .date(stage.date(july(12)))),
      ])
  }

  private func issueGuidance(of province: Int, on stage: Stage) {
    let time = stage.moment(july(14), 9)
    let clerk = stage.clerk(province)
    let former = stage.registerDocument(
      "hd-\(province)-1", type: "HD", number: 17, notation: "HD-LĐLĐ", organ: province,
      subject: "Hướng dẫn thi trực tuyến (bản đầu)", at: stage.moment(july(13), 9))
    stage.schedule(
      .documentRecalled, id: "recall-\(province)", unit: province, at: time, actor: clerk,
      [("document", former), ("reason", .text("thay bằng bản có thể lệ mới"))])
    let guidance = stage.registerDocument(
      "hd-\(province)-2", type: "HD", number: 18, notation: "HD-LĐLĐ", organ: province,
      subject: "Hướng dẫn thi trực tuyến", at: time)
    stage.schedule(
      .guidanceIssued, id: "guidance-\(province)", unit: province,
      at: time.later(by: Stage.minutes(15)), actor: clerk,
      [("quiz", .text(AttemptStory.quiz)), ("document", guidance)])
    stage.schedule(
      .documentCorrected, id: "correct-\(province)", unit: province, at: stage.moment(july(16), 8),
      actor: clerk,
      [
        ("document", guidance), ("reason", .text("ghi nhầm trích yếu")),
        ("subject", .text("Hướng dẫn tham gia thi tìm hiểu trực tuyến")),
      ])
  }

  private func publishMaterials(on stage: Stage) {
    let publisher =
      stage.population.provincial.count == 1
      ? stage.population.provincial.first : stage.population.central.first
    guard let publisher else { return }
    func publish(_ id: String, _ title: String, _ contents: [String], _ version: Int, _ day: Int) {
      stage.schedule(
        .materialPublished, id: "material-\(id)", unit: publisher, at: stage.moment(day, 8),
        actor: stage.clerk(publisher),
        [
          ("material", .text(id)), ("kind", .text("study")), ("title", .text(title)),
          ("contents", .texts(contents)), ("version", .number(version)),
          ("sha256", .text(stage.dice.digest(.evidence, day))),
        ])
    }
    publish("to-roi-1", "Tờ rơi phòng chống dịch tại nơi làm việc", ["C5"], 1, july(19))
    publish("tl-c3-2", "Tài liệu học tập Nghị quyết 68/NQ-CP", ["C3"], 2, july(28))
    stage.schedule(
      .materialReplaced, id: "replaced-1", unit: publisher, at: stage.moment(july(28), 9),
      actor: stage.clerk(publisher),
      [
        ("material", .text("tl-c3")), ("by", .text("tl-c3-2")),
        ("reason", .text("bổ sung Quyết định 23/2021/QĐ-TTg")),
      ])
    stage.schedule(
      .materialWithdrawn, id: "withdrawn-1", unit: publisher, at: stage.moment(august(2), 9),
      actor: stage.clerk(publisher),
      [("material", .text("to-roi-1")), ("reason", .text("số điện thoại đường dây nóng sai"))])
  }
}
