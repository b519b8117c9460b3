import Columns
import LedgerModel
import QueryPlan

/// Which attempts count, and by which rule: the exam's own policy, or that of the reading.
struct CountedAttempts {
  let quizzes: QuizLookup
  private let assumed: AttemptPolicy?
  /// By position of the event that an attempt's row comes from a bit.
  private var counted: [UInt64] = []

  /// O(attempts), and sorting those of one person.
  init(_ context: ReadingContext) throws {
    quizzes = try QuizLookup(context)
    assumed = context.reading.assumptions.attempts
    _ = try context.folded("attempts")
    var reader = SittingReader(try context.personCodes(), quizzes)
    try context.eachStoredBlock("attempts", SittingReader.columns) { reader.take($0) }
    var number = 0
    try reader.eachPerson { sittings in
      number += 1
      if number.isMultiple(of: 1_024) { try context.store.check() }
      count(sittings, reader)
    }
  }

  /// Whether the attempt counts whose row comes from the event at that position. O(1).
  func contains(_ position: Position) -> Bool {
    let word = Int(position.number >> 6)
    return word < counted.count && counted[word] & 1 << (position.number & 63) != 0
  }

  /// The rule in force; the best attempt for an exam that nobody published.
  func policy(of quiz: Value) -> AttemptPolicy {
    assumed ?? quizzes.policy(of: quiz).flatMap { AttemptPolicy(rawValue: $0) } ?? .best
  }

  /// Of what one person submitted that which counts, exam by exam.
  private mutating func count(_ sittings: [Sitting], _ reader: SittingReader) {
    if sittings.count == 1 { return insert(sittings[0]) }
    let ordered = sittings.sorted {
      ($0.quiz, $0.submitted, $0.position) < ($1.quiz, $1.submitted, $1.position)
    }
    var start = 0
    while start < ordered.count {
      let quiz = ordered[start].quiz
      let end = ordered[start...].firstIndex { $0.quiz != quiz } ?? ordered.count
      let policy = policy(of: reader.quiz(quiz))
      let chosen = CountedAttempts.choose(ordered[start..<end], by: policy) { reader.score($0) }
      for sitting in chosen { insert(sitting) }
      start = end
    }
  }

  private mutating func insert(_ sitting: Sitting) {
    let word = Int(sitting.position >> 6)
    if word >= counted.count {
      let missing = word + 1 - counted.count
      counted.append(contentsOf: repeatElement(0, count: max(missing, counted.count)))
    }
    counted[word] |= 1 << (sitting.position & 63)
  }

  /// Attempts without a score lose against any score; equal ones against the earlier.
  private static func choose(
    _ ordered: ArraySlice<Sitting>, by policy: AttemptPolicy, _ score: (Sitting) -> Ratio?
  ) -> ArraySlice<Sitting> {
    switch policy {
    case .first: return ordered.prefix(1)
    case .last: return ordered.suffix(1)
    case .mean: return ordered
    case .best:
      var best = ordered.prefix(1)
      for place in ordered.indices.dropFirst() {
        guard let own = score(ordered[place]) else { continue }
        if best.first.flatMap(score).map({ $0 < own }) ?? true { best = ordered[place...place] }
      }
      return best
    }
  }
}

/// A submission that nobody took back.
private struct Sitting {
  /// Codes of the person and of the exam.
  let person: UInt32
  let quiz: UInt32
  /// Microseconds.
  let submitted: Int64
  let position: UInt64
  /// Code of the score, 0 for none.
  let score: UInt32
}

/// Reads the stored rows of attempts into numbers.
private struct SittingReader {
  static let columns =
    ScoreColumn.columns + ["person", "state", "submitted_at", "%position", "attempt"]

  private var sittings: [Sitting] = []
  private var persons: PersonCodes
  private var quizzes = DerivedTable()
  private var ownQuizzes = CodeTranslation()
  private var scores: ScoreColumn

  init(_ persons: PersonCodes, _ quizzes: QuizLookup) {
    self.persons = persons
    scores = ScoreColumn(quizzes)
  }

  func quiz(_ code: UInt32) -> Value { quizzes.value(of: code) }

  func score(_ sitting: Sitting) -> Ratio? { scores.score(sitting.score) }

  /// Adds the visible rows of a block of `columns` that were submitted.
  mutating func take(_ block: Block) {
    let person = persons.codes(of: block.columns[4], block.rowCount)
    let score = scores.codes(Array(block.columns[..<4]), block.rowCount)
    let quiz = block.columns[3].coded(block.rowCount)
    ownQuizzes.follow(quiz)
    let isSubmitted = RowMemo(block.columns[5]) { $0 == .symbol("submitted") }
    for row in 0..<block.rowCount where block.mask[row] && isSubmitted[row] {
      let code = ownQuizzes.code(quiz, row, &quizzes)
      guard code != 0, person[row] != 0, !block.columns[8].isNone(at: row),
        let time = block.columns[6].value(at: row).instant
      else { continue }
      sittings.append(
        Sitting(
          person: person[row], quiz: code, submitted: time.microseconds,
          position: block.columns[7].value(at: row).position?.number ?? 0, score: score[row]))
    }
  }

  /// Calls `body` with the sittings of each person. O(sittings + persons).
  func eachPerson(_ body: ([Sitting]) throws -> Void) rethrows {
    var starts = [Int32](repeating: 0, count: persons.count + 1)
    for sitting in sittings { starts[Int(sitting.person) + 1] += 1 }
    for person in 0..<persons.count { starts[person + 1] += starts[person] }
    var next = starts
    var places = [Int32](repeating: 0, count: sittings.count)
    for (place, sitting) in sittings.enumerated() {
      places[Int(next[Int(sitting.person)])] = Int32(place)
      next[Int(sitting.person)] += 1
    }
    for person in 0..<persons.count where starts[person] < starts[person + 1] {
      try body(places[Int(starts[person])..<Int(starts[person + 1])].map { sittings[Int($0)] })
    }
  }
}

extension ReadingContext {
  /// Which attempts count under this reading, worked out once.
  func countedAttempts() throws -> CountedAttempts {
    try sharedAtAnyClock("counted attempts") { try CountedAttempts(self) }
  }
}
