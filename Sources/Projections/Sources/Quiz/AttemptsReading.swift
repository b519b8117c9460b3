import LedgerModel

/// What an exam makes of an attempt, and who sat it at that time.
struct AttemptsReading: RowReading {
  let source = "attempts"
  let dependencies = PersonColumns.dependencies + ["quizzes"]
  let fills = ["unit", "role", "score", "passed", "key_version", "in_window", "counted"]
  let reads: [String]? = ["attempt", "quiz", "person", "raw", "min", "max"]
  let persons: PersonRule? = PersonRule(manner: nil)

  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller {
    let persons = try PersonColumns(layout, context)
    let counted = try context.countedAttempts()
    let quizzes = counted.quizzes
    let marks = MarkColumns(layout)
    let (attempt, quiz, at) = (
      layout.column("attempt"), layout.column("quiz"), layout.column("at")
    )
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
      row.values[chosen] = .bool(row.values[attempt].text.map(counted.contains) ?? false)
    }
  }
}
