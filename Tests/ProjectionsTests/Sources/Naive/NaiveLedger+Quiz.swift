import Catalog
import LedgerModel

extension NaiveLedger {
  struct Sitting {
    let id: String
    let quiz: String
    let person: String
    let unit: String?
    let started: Fact?
    let submitted: Fact?
    let isVoided: Bool
    let raw: ExactDecimal?
    /// Of the submission, else of the start.
    let main: Fact
  }

  func sittings() -> [Sitting] {
    ids("attempt", "quiz.attempt.started", "quiz.attempt.submitted").compactMap { id in
      let started = about("attempt", id, "quiz.attempt.started").last
      let submitted = about("attempt", id, "quiz.attempt.submitted").last
      guard let main = submitted ?? started, let quiz = main.text("quiz"),
        let person = main.text("person")
      else { return nil }
      let marks = about("attempt", id, "quiz.attempt.submitted", "quiz.attempt.regraded")
      var raw: ExactDecimal?
      for mark in marks {
        let isSubmission = mark.event.type.name == "quiz.attempt.submitted"
        raw = mark.event.decimal(isSubmission ? "raw" : "new_raw")
      }
      return Sitting(
        id: id, quiz: quiz, person: person,
        unit: main.event.unit ?? started?.event.unit ?? officeUnit(of: person, at: main.time),
        started: started, submitted: submitted,
        isVoided: !about("attempt", id, "quiz.attempt.voided").isEmpty, raw: raw, main: main)
    }
  }

  func policy(_ quiz: String) -> String {
    about("quiz", quiz, "quiz.published").last?.text("policy") ?? ""
  }

  /// The submissions of one person in one exam that its policy chooses, earliest first.
  func chosen(_ quiz: String, _ person: String, among sittings: [Sitting]) -> [Sitting] {
    let mine =
      sittings
      .filter { $0.quiz == quiz && $0.person == person && $0.submitted != nil && !$0.isVoided }
      .sorted { ($0.main.time, $0.main.position) < ($1.main.time, $1.main.position) }
    switch policy(quiz) {
    case "first": return Array(mine.prefix(1))
    case "last": return Array(mine.suffix(1))
    case "mean": return mine
    default:
      let top = mine.map { $0.raw?.mantissa ?? -1 }.max()
      return Array(mine.filter { ($0.raw?.mantissa ?? -1) == top }.prefix(1))
    }
  }

  /// In the histories marks run from 0 to 10.
  func score(_ sitting: Sitting) -> Value {
    guard sitting.submitted != nil, let raw = sitting.raw,
      let score = Ratio(Int128(raw.mantissa), 10)
    else { return .none }
    return .ratio(score)
  }

  func passed(_ sitting: Sitting) -> Value {
    let mark = about("quiz", sitting.quiz, "quiz.published").last?.event.decimal("pass_mark")
    guard sitting.submitted != nil, let raw = sitting.raw, let mark else { return .none }
    return .bool(raw >= mark)
  }

  func attempts() -> [(key: String, row: NaiveRow)] {
    let sittings = sittings()
    return sittings.map { sitting in
      let regrades = about("attempt", sitting.id, "quiz.attempt.regraded")
      let isCounted = chosen(sitting.quiz, sitting.person, among: sittings).contains {
        $0.id == sitting.id
      }
      let window = instant("07-10 00:00")..<instant("08-20 00:00")
      return NaiveLedger.row(
        key: sitting.id, at: sitting.main.time,
        stands: sitting.submitted != nil && !sitting.isVoided,
        [
          "attempt": .entity(sitting.id), "quiz": .entity(sitting.quiz),
          "person": .entity(sitting.person), "unit": entity(sitting.unit),
          "level": level(of: sitting.unit),
          "role": role(of: sitting.person, at: sitting.main.time, unit: sitting.unit),
          "state": .symbol(
            sitting.isVoided ? "voided" : sitting.submitted != nil ? "submitted" : "started"),
          "started_at": instant(of: sitting.started),
          "submitted_at": instant(of: sitting.submitted), "score": score(sitting),
          "passed": passed(sitting), "in_window": .bool(window.contains(sitting.main.time)),
          "counted": .bool(isCounted), "regraded": count(regrades.count),
        ])
    }
  }

  func results() -> [(key: String, row: NaiveRow)] {
    let sittings = sittings()
    var rows: [(key: String, row: NaiveRow)] = []
    for quiz in ["q1", "q2"] {
      for person in ["p1", "p2", "p3", "p4"] {
        let live = sittings.filter { $0.quiz == quiz && $0.person == person && !$0.isVoided }
        guard !live.isEmpty else { continue }
        let submitted = live.compactMap(\.submitted)
        let chosen = chosen(quiz, person, among: sittings)
        let started = live.compactMap(\.started).map(\.time).min()
        let first = submitted.map(\.time).min()
        let shown =
          chosen.last
          ?? live.min { ($0.main.time, $0.main.position) < ($1.main.time, $1.main.position) }
        rows.append(
          NaiveLedger.row(
            key: "\(quiz)/\(person)", at: first ?? started ?? Instant(microseconds: 0),
            [
              "quiz": .entity(quiz), "person": .entity(person), "unit": entity(shown?.unit),
              "attempts": count(submitted.count),
              "started_at": started.map { .instant($0) } ?? .none,
              "submitted_at": first.map { .instant($0) } ?? .none,
              "score": mean(chosen.map(score)), "policy": .symbol(policy(quiz)),
            ]))
      }
    }
    return rows
  }

  private func mean(_ scores: [Value]) -> Value {
    let tenths = scores.compactMap { value -> Int128? in
      if case .ratio(let ratio) = value { ratio.numerator } else { nil }
    }
    guard let mean = Ratio(tenths.reduce(0, +), Int128(10 * tenths.count)) else { return .none }
    return .ratio(mean)
  }

  func topicScores() -> [(key: String, row: NaiveRow)] {
    let sittings = sittings()
    return sittings.compactMap { sitting in
      guard let topic = sitting.submitted?.value("per_topic")?.list?.first else { return nil }
      let isCounted = chosen(sitting.quiz, sitting.person, among: sittings).contains {
        $0.id == sitting.id
      }
      return NaiveLedger.row(
        key: "\(sitting.id)/t1", at: sitting.main.time, stands: !sitting.isVoided,
        [
          "attempt": .entity(sitting.id), "topic": .string("t1"), "quiz": .entity(sitting.quiz),
          "person": .entity(sitting.person), "unit": entity(sitting.unit), "asked": .integer(4),
          "correct": number(topic["correct"]), "counted": .bool(isCounted),
        ])
    }
  }

  func answers() -> [(key: String, row: NaiveRow)] {
    let sittings = sittings()
    var rows: [(key: String, row: NaiveRow)] = []
    for attempt in ids("attempt", "quiz.answer.given") {
      for question in ["k1", "k2"] {
        guard
          let fact = about("attempt", attempt, "quiz.answer.given")
            .last(where: { $0.text("question") == question })
        else { continue }
        let sitting = sittings.first { $0.id == attempt }
        let isCounted = sitting.map { sitting in
          chosen(sitting.quiz, sitting.person, among: sittings).contains { $0.id == attempt }
        }
        rows.append(
          NaiveLedger.row(
            key: "\(attempt)/\(question)", at: fact.time, stands: sitting?.isVoided != true,
            [
              "attempt": .entity(attempt), "question": .string(question),
              "quiz": entity(sitting?.quiz), "person": entity(sitting?.person),
              "unit": entity(sitting?.unit), "response": .string("B"),
              "correct": flag(fact.value("correct")), "counted": .bool(isCounted ?? false),
            ]))
      }
    }
    return rows
  }

  func gradings() -> [(key: String, row: NaiveRow)] {
    var rows: [(key: String, row: NaiveRow)] = []
    for essay in ids("essay", "essay.assigned", "essay.graded") {
      let submitted = about("essay", essay, "essay.submitted").first
      for grader in ["g1", "g2"] {
        let assigned = about("essay", essay, "essay.assigned").first { $0.text("grader") == grader }
        let graded = about("essay", essay, "essay.graded").last { $0.text("grader") == grader }
        guard let main = graded ?? assigned else { continue }
        let unit = submitted.flatMap {
          $0.event.unit ?? officeUnit(of: $0.text("person"), at: $0.time)
        }
        rows.append(
          NaiveLedger.row(
            key: "\(essay)/\(grader)", at: main.time,
            [
              "essay": .entity(essay), "grader": .string(grader), "unit": entity(unit),
              "assigned_at": instant(of: assigned), "graded_at": instant(of: graded),
              "points": number(graded?.value("points")),
            ]))
      }
    }
    return rows
  }
}
