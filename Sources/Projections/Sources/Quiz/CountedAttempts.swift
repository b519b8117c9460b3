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
    for (candidate, sittings) in try submissions(context) {
      let ordered = sittings.sorted {
        ($0.submitted, $0.position) < ($1.submitted, $1.position)
      }
      let chosen = CountedAttempts.choose(ordered, by: policy(of: .entity(candidate.quiz)))
      counted.formUnion(chosen.map(\.attempt))
    }
  }

  func contains(_ attempt: String) -> Bool { counted.contains(attempt) }

  /// The rule in force; the best attempt for an exam that nobody published.
  func policy(of quiz: Value) -> AttemptPolicy {
    assumed ?? quizzes.policy(of: quiz).flatMap { AttemptPolicy(rawValue: $0) } ?? .best
  }

  private func submissions(_ context: ReadingContext) throws -> [Candidate: [Sitting]] {
    // Not kept: what comes of it is small, and the rows would crowd the memory.
    let attempts = try context.storedTable("attempts")
    let names = ["attempt", "quiz", "person", "state", "submitted_at", "%position"]
    let columns = names.map { attempts.column($0) }
    let marks = MarkColumns(attempts.layout)
    var groups: [Candidate: [Sitting]] = [:]
    for row in attempts.rows where row.values[columns[3]] == .symbol("submitted") {
      guard let attempt = row.values[columns[0]].text, let quiz = row.values[columns[1]].text,
        let person = row.values[columns[2]].text, let time = row.values[columns[4]].instant
      else { continue }
      groups[Candidate(quiz: quiz, person: person), default: []].append(
        Sitting(
          attempt: attempt, submitted: time, position: row.values[columns[5]].position ?? .empty,
          score: marks.score(row, points: quizzes.points(of: .entity(quiz)))))
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
