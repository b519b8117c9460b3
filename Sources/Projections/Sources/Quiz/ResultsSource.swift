import LedgerModel
import QueryPlan

/// `results`: what one person has reached in one exam, by the policy in force for the reading.
struct ResultsSource: DerivedSource {
  let source = "results"
  let dependencies = ["attempts"]

  func rows(in context: ReadingContext) throws -> [DerivedRow] {
    let attempts = try context.table("attempts")
    let (quiz, person) = (attempts.column("quiz"), attempts.column("person"))
    let state = attempts.column("state")
    var groups: [[Value]: [SourceRow]] = [:]
    for row in attempts.rows where row.values[state] != .symbol("voided") {
      groups[[row.values[quiz], row.values[person]], default: []].append(row)
    }
    let result = try Result(attempts, context)
    return groups.values.compactMap { result.row($0) }
  }
}

/// Makes the row of one person and exam out of their attempts.
private struct Result {
  private let attempts: SourceTable
  private let columns: [String: Int]
  private let counted: CountedAttempts
  private let marks: MarkColumns

  init(_ attempts: SourceTable, _ context: ReadingContext) throws {
    self.attempts = attempts
    let names = [
      "quiz", "person", "unit", "role", "started_at", "submitted_at", "score", "passed", "took",
      "counted", "campaign", "at", "%position",
    ]
    columns = Dictionary(
      names.map { ($0, attempts.column($0)) }, uniquingKeysWith: { first, _ in first })
    counted = try context.countedAttempts()
    marks = MarkColumns(attempts.layout)
  }

  func row(_ sittings: [SourceRow]) -> DerivedRow? {
    let ordered = sittings.sorted { order($0) < order($1) }
    let chosen = ordered.filter { value($0, "counted") == .bool(true) }
    guard let shown = chosen.last ?? ordered.first else { return nil }
    let started = ordered.compactMap { value($0, "started_at").instant }.min()
    let submissions = ordered.compactMap { value($0, "submitted_at").instant }
    guard let at = submissions.min() ?? started else { return nil }
    let quiz = value(shown, "quiz")
    return DerivedRow(
      values: [
        quiz, value(shown, "person"), value(shown, "unit"), .none, value(shown, "role"),
        .integer(Int64(submissions.count)), .instant(started), .instant(submissions.min()),
        score(chosen), passed(chosen, quiz), chosen.count == 1 ? value(shown, "took") : .none,
        .symbol(counted.policy(of: quiz).rawValue),
      ], campaign: value(shown, "campaign").text, at: .instant(at),
      version: ordered.dropFirst().reduce(attempts.version(of: ordered[0])) {
        $0.merged(with: attempts.version(of: $1))
      })
  }

  /// Of several attempts the mean, exact.
  private func score(_ chosen: [SourceRow]) -> Value {
    let scores = chosen.compactMap { row -> Ratio? in
      if case .ratio(let ratio) = value(row, "score") { ratio } else { nil }
    }
    if scores.count == 1 { return .ratio(scores[0]) }
    return mean(scores).map { .ratio($0) } ?? .none
  }

  /// Of several attempts the mean of their marks decides.
  private func passed(_ chosen: [SourceRow], _ quiz: Value) -> Value {
    guard let mark = counted.quizzes.passMark(of: quiz),
      let raw = mean(chosen.compactMap { marks.raw($0).map { Ratio($0) } })
    else { return .none }
    return .bool(raw >= Ratio(mark))
  }

  private func mean(_ ratios: [Ratio]) -> Ratio? {
    var sum: Ratio? = Ratio(0)
    for ratio in ratios { sum = sum?.adding(ratio) }
    return sum?.divided(by: Ratio(Int64(ratios.count)))
  }

  private func order(_ row: SourceRow) -> (Instant, Position) {
    (
      value(row, "at").instant ?? Instant(microseconds: 0),
      value(row, "%position").position ?? .empty
    )
  }

  private func value(_ row: SourceRow, _ name: String) -> Value {
    columns[name].map { row.values[$0] } ?? .none
  }
}
