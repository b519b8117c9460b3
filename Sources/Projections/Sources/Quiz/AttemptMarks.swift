import LedgerModel

/// What an exam lays down for its attempts.
struct QuizLookup {
  private let rows: RowLookup
  private let columns: [String: Int]

  init(_ context: ReadingContext) throws {
    rows = RowLookup(try context.stored("quizzes"), by: "quiz")
    let names = ["policy", "points", "pass_mark", "key_version", "window"]
    columns = Dictionary(
      names.map { [table = rows.table] in ($0, table.column($0)) },
      uniquingKeysWith: { first, _ in first })
  }

  func policy(of quiz: Value) -> String? { value(quiz, "policy").text }
  func points(of quiz: Value) -> ExactDecimal? { value(quiz, "points").decimal }
  func passMark(of quiz: Value) -> ExactDecimal? { value(quiz, "pass_mark").decimal }
  func keyVersion(of quiz: Value) -> Value { value(quiz, "key_version") }

  func isOpen(_ quiz: Value, at time: Instant) -> Bool {
    guard case .period(let window) = value(quiz, "window") else { return false }
    return window.contains(time)
  }

  private func value(_ quiz: Value, _ name: String) -> Value {
    columns[name].map { rows.value(quiz, $0) } ?? .none
  }
}

/// The marks of attempts on the scale of their exam.
struct MarkColumns {
  private let raw: Int
  private let min: Int
  private let max: Int

  init(_ layout: TableLayout) {
    raw = layout.column("raw")
    min = layout.column("min")
    max = layout.column("max")
  }

  /// (raw − min) / (max − min) with the parts as they were marked; none without marks and on a
  /// scale without length. The scale runs from 0 to the exam's full marks where the attempt does
  /// not state its own.
  func score(_ row: SourceRow, points: ExactDecimal?) -> Ratio? {
    guard let marks = row.values[raw].decimal, let top = row.values[max].decimal ?? points
    else { return nil }
    let bottom = row.values[min].decimal ?? ExactDecimal(mantissa: 0)
    let scale = Swift.max(marks.scale, top.scale, bottom.scale)
    let units = [marks, bottom, top].map { MarkColumns.units($0, scale) }
    guard units[2] > units[1] else { return nil }
    return Ratio(units[0] - units[1], units[2] - units[1])
  }

  func raw(_ row: SourceRow) -> ExactDecimal? { row.values[raw].decimal }

  /// The number in units of 10^(−scale), which is not below the number's own.
  private static func units(_ number: ExactDecimal, _ scale: UInt8) -> Int128 {
    var units = Int128(number.mantissa)
    for _ in number.scale..<scale { units *= 10 }
    return units
  }
}
