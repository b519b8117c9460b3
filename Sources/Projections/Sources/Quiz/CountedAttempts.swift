import LedgerModel
import QueryPlan

/// Which attempts count, and by which rule: the exam's own policy, or that of the reading.
struct CountedAttempts {
  /// A submission that nobody took back.
  private struct Sitting {
    let attempt: String
    let submitted: Instant
    let position: Position
    let score: Ratio?
  }

  private struct Candidate: Hashable {
    let quiz: String
    let person: String
  }

  let quizzes: QuizLookup
  private let assumed: AttemptPolicy?
  private var counted: Set<String> = []

  init(_ context: ReadingContext) throws {
    quizzes = try QuizLookup(context)
    assumed = context.reading.assumptions.attempts
    for (number, (candidate, sittings)) in try submissions(context).enumerated() {
      if number.isMultiple(of: 1_024) { try context.store.check() }
      let ordered = sittings.sorted {
        ($0.submitted, $0.position) < ($1.submitted, $1.position)
      }
      let chosen = CountedAttempts.choose(ordered, by: policy(of: .entity(candidate.quiz)))
      for sitting in chosen { counted.insert(sitting.attempt) }
    }
  }

  func contains(_ attempt: String) -> Bool { counted.contains(attempt) }

  /// The rule in force; the best attempt for an exam that nobody published.
  func policy(of quiz: Value) -> AttemptPolicy {
    assumed ?? quizzes.policy(of: quiz).flatMap { AttemptPolicy(rawValue: $0) } ?? .best
  }

  private func submissions(_ context: ReadingContext) throws -> [Candidate: [Sitting]] {
    let names = [
      "attempt", "quiz", "person", "state", "submitted_at", "%position", "raw", "min", "max",
    ]
    let marks = MarkColumns(TableLayout(names))
    var groups: [Candidate: [Sitting]] = [:]
    try context.eachStored("attempts", names) { row in
      guard row[3] == .symbol("submitted"), let attempt = row[0].text, let quiz = row[1].text,
        let person = row[2].text, let time = row[4].instant
      else { return }
      let values = SourceRow(values: names.indices.map { row[$0] })
      groups[Candidate(quiz: quiz, person: person), default: []].append(
        Sitting(
          attempt: attempt, submitted: time, position: row[5].position ?? .empty,
          score: marks.score(values, points: quizzes.points(of: row[1]))))
    }
    return groups
  }

  /// Attempts without a score lose against any score; equal ones against the earlier.
  private static func choose(_ ordered: [Sitting], by policy: AttemptPolicy) -> [Sitting] {
    switch policy {
    case .first: return Array(ordered.prefix(1))
    case .last: return Array(ordered.suffix(1))
    case .mean: return ordered
    case .best:
      guard var best = ordered.first else { return [] }
      for sitting in ordered.dropFirst() {
        guard let score = sitting.score else { continue }
        if best.score.map({ $0 < score }) ?? true { best = sitting }
      }
      return [best]
    }
  }
}

extension ReadingContext {
  /// Which attempts count under this reading, worked out once.
  func countedAttempts() throws -> CountedAttempts {
    try sharedAtAnyClock("counted attempts") { try CountedAttempts(self) }
  }
}
