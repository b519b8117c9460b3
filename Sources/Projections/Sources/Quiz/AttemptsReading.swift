import Columns
import LedgerModel

/// What an exam makes of an attempt, and who sat it at that time.
struct AttemptsReading: RowReading {
  let source = "attempts"
  let dependencies = PersonColumns.dependencies + ["quizzes"]
  let fills = ["unit", "role", "score", "passed", "key_version", "in_window", "counted"]
  let reads: [String]? = ["quiz", "person", "raw", "min", "max", "%position"]
  let persons: PersonRule? = PersonRule(manner: nil)
  let madeOfColumns = [
    "score": ScoreColumn.columns, "passed": ["raw", "quiz"],
    "key_version": ["key_version", "quiz"],
    "in_window": ["at", "quiz"], "counted": ["%position"],
  ]

  func columnFiller(in context: ReadingContext) throws -> (any ColumnFiller)? {
    try AttemptColumns(context)
  }

  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller {
    let persons = try PersonColumns(layout, context)
    let counted = try context.countedAttempts()
    let quizzes = counted.quizzes
    let marks = MarkColumns(layout)
    let (quiz, at) = (layout.column("quiz"), layout.column("at"))
    let position = layout.column("%position")
    let (score, passed) = (layout.column("score"), layout.column("passed"))
    let (window, chosen) = (layout.column("in_window"), layout.column("counted"))
    let key = layout.column("key_version")
    return { row in
      persons.fill(&row)
      let exam = row.values[quiz]
      let ratio = marks.score(row, points: quizzes.points(of: exam))
      row.values[score] = ratio.map { .ratio($0) } ?? .none
      if let mark = quizzes.passMark(of: exam), let raw = marks.raw(row) {
        row.values[passed] = .bool(raw >= mark)
      }
      if row.values[key].isNone { row.values[key] = quizzes.keyVersion(of: exam) }
      row.values[window] = .bool(
        row.values[at].instant.map { quizzes.isOpen(exam, at: $0) } ?? false)
      row.values[chosen] = .bool(row.values[position].position.map(counted.contains) ?? false)
    }
  }
}

/// The same for whole blocks.
private final class AttemptColumns: ColumnFiller {
  private let quizzes: QuizLookup
  /// None until somebody asks which attempt counts.
  private var counted: CountedAttempts?
  private var scores: ScoreColumn
  private let passMarks: MappedColumn
  private let keyVersions: MappedColumn

  init(_ context: ReadingContext) throws {
    let quizzes = try QuizLookup(context)
    self.quizzes = quizzes
    scores = ScoreColumn(quizzes)
    passMarks = MappedColumn { .decimal(quizzes.passMark(of: $0)) }
    keyVersions = MappedColumn { quizzes.keyVersion(of: $0) }
  }

  func prepare(for columns: Set<String>, in context: ReadingContext) throws {
    if columns.contains("counted"), counted == nil { counted = try context.countedAttempts() }
  }

  func column(_ name: String, of rows: StoredColumns) throws -> Column {
    switch name {
    case "score":
      let codes = scores.codes(try ScoreColumn.columns.map { try rows[$0] }, rows.rowCount)
      return scores.table.column(Codes(codes))
    case "passed": return try passed(rows)
    case "key_version": return try keyVersion(rows)
    case "in_window": return try isInWindow(rows)
    default: return try isCounted(rows)
    }
  }

  private func passed(_ rows: StoredColumns) throws -> Column {
    let (raw, marks) = (try rows["raw"], passMarks.column(try rows["quiz"], rows.rowCount))
    return flags(rows) { row in
      guard let mark = marks.value(at: row).decimal, let own = raw.value(at: row).decimal else {
        return nil
      }
      return own >= mark
    }
  }

  private func keyVersion(_ rows: StoredColumns) throws -> Column {
    let (own, laid) = (
      try rows["key_version"], keyVersions.column(try rows["quiz"], rows.rowCount)
    )
    let values = (0..<rows.rowCount).map { row in
      let stated = own.value(at: row)
      return stated.isNone ? laid.value(at: row) : stated
    }
    return .values(values)
  }

  private func isInWindow(_ rows: StoredColumns) throws -> Column {
    let (at, quiz) = (try rows["at"], try rows["quiz"])
    let windows = RowMemo(quiz) { [quizzes] in quizzes.window(of: $0) }
    return flags(rows) { row in
      guard let time = at.value(at: row).instant, let window = windows[row] else { return false }
      return window.contains(time)
    }
  }

  private func isCounted(_ rows: StoredColumns) throws -> Column {
    let positions = try rows["%position"]
    return flags(rows) { row in
      positions.value(at: row).position.flatMap { counted?.contains($0) } ?? false
    }
  }

  private func flags(_ rows: StoredColumns, _ flag: (Int) -> Bool?) -> Column {
    .flags(
      FlagColumn(bytes: (0..<rows.rowCount).map { flag($0).map { $0 ? 1 : 0 } ?? FlagColumn.none }))
  }
}
