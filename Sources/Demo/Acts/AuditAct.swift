import LedgerModel

/// What happens to the record itself: checkpoints every week, exports, saved queries, and an entry
/// that is struck out and found to be right after all.
struct AuditAct: Act {
  private var isPlayed = false

  init(on stage: Stage) {}

  mutating func play(before end: Instant, on stage: Stage) {
    guard !isPlayed, let province = stage.population.provincial.first else { return }
    isPlayed = true
    saveQueries(by: province, on: stage)
    let mondays = [july(5), july(12), july(19), july(26)] + [2, 9, 16, 23, 30].map(august)
    for day in mondays { sign(stage.moment(day, 8), "\(day)", on: stage) }
    for (number, day) in [august(5), august(10), august(31)].enumerated() {
      export(number, at: stage.moment(day, 20), by: province, on: stage)
      sign(stage.moment(day, 20, 30), "e\(number)", on: stage)
    }
    revive(by: province, on: stage)
  }

  private func saveQueries(by province: Int, on stage: Stage) {
    let queries = [
      ("not_reported", "obligations | missing \"O11\" | select unit, cutoff, lateness"),
      ("reporting_rate", "obligations | where duty == \"O11\" | summarize n = count() by status"),
      ("late_reports", "obligations | late \"O11\" | select unit, filed_at, lateness"),
      ("open_threads", "threads | where answered_at is none | select thread, received_at"),
    ]
    for (place, (name, text)) in queries.enumerated() {
      stage.schedule(
        .querySaved, id: "qs\(place)", from: Stage.ledger, unit: province,
        at: stage.moment(july(12), 14, place), actor: stage.clerk(province), inCampaign: false,
        [("name", .text(name)), ("text", .text(text))])
    }
  }

  private func sign(_ time: Instant, _ name: String, on stage: Stage) {
    stage.scheduleLate(recorded: time) { stage in
      Event(
        id: "cp-\(name)", source: Stage.ledger, type: .checkpointSigned, time: time,
        actor: .text("system:ledger"),
        data: [
          NamedValue("checkpoint", .text("cp-\(name)")),
          NamedValue("position", .position(Position(stage.position))),
          NamedValue("root", .text(try stage.root())),
          NamedValue("signer", .text("system:ledger")),
        ])
    }
  }

  private func export(_ number: Int, at time: Instant, by province: Int, on stage: Stage) {
    let recipients = ["Tổng Liên đoàn", "Kiểm toán nội bộ", "Lưu trữ"]
    stage.scheduleLate(recorded: time) { stage in
      Event(
        id: "xp-\(number)", source: Stage.ledger, type: .exportIssued, time: time,
        unit: stage.id(province), actor: stage.clerk(province),
        data: [
          NamedValue("export", .text("xuat-\(number + 1)")),
          NamedValue("scope", .text("obligations, reports")),
          NamedValue("as_of_seq", .position(Position(stage.position))),
          NamedValue("recipient", .text(recipients[number])),
          NamedValue("sha256", .text(stage.dice.digest(.evidence, number, 90))),
        ])
    }
  }

  /// A void that is itself void: the call on members to sit the exam stands again.
  private func revive(by province: Int, on stage: Stage) {
    guard let unit = stage.population.upper.first else { return }
    stage.schedule(
      .quizMobilised, id: "mo-again", unit: unit, at: stage.moment(july(20), 10),
      actor: stage.clerk(unit),
      [
        ("quiz", .text(AttemptStory.quiz)), ("channel", .text("meeting")),
        ("invited", .number(64)),
      ])
    stage.void(
      "mo-again", at: stage.moment(july(27), 9), clerk: province, reason: "tưởng là nhập trùng")
    stage.void(
      "void-mo-again", from: Stage.ledger, at: stage.moment(july(30), 9), clerk: province,
      reason: "đơn vị xác nhận có thật")
  }
}
