import Columns
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
    window(of: quiz)?.contains(time) ?? false
  }

  /// When the exam could be sat.
  func window(of quiz: Value) -> Period? {
    if case .period(let window) = value(quiz, "window") { window } else { nil }
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
    Marks(
      raw: row.values[raw].decimal, min: row.values[min].decimal,
      max: row.values[max].decimal ?? points
    ).score
  }

  func raw(_ row: SourceRow) -> ExactDecimal? { row.values[raw].decimal }
}

/// The marks of one attempt and the scale that they lie on.
struct Marks: Hashable {
  let raw: ExactDecimal?
  /// 0 where none is stated.
  let min: ExactDecimal?
  let max: ExactDecimal?

  /// (raw − min) / (max − min); none without marks and on a scale without length.
  var score: Ratio? {
    guard let marks = raw, let top = max else { return nil }
    let bottom = min ?? ExactDecimal(mantissa: 0)
    let scale = Swift.max(marks.scale, top.scale, bottom.scale)
    let units = [marks, bottom, top].map { Marks.units($0, scale) }
    guard units[2] > units[1] else { return nil }
    return Ratio(units[0] - units[1], units[2] - units[1])
  }

  /// The number in units of 10^(−scale), which is not below the number's own.
  private static func units(_ number: ExactDecimal, _ scale: UInt8) -> Int128 {
    var units = Int128(number.mantissa)
    for _ in number.scale..<scale { units *= 10 }
    return units
  }
}

/// Scores of whole blocks of attempts, each made once for the same marks on the same scale.
struct ScoreColumn {
  /// The stored columns that it reads.
  static let columns = ["raw", "min", "max", "quiz"]

  private let quizzes: QuizLookup
  private(set) var table = DerivedTable()
  private var codes: [Marks: UInt32] = [:]
  private var points = MappedColumn { _ in .none }

  init(_ quizzes: QuizLookup) {
    self.quizzes = quizzes
    points = MappedColumn { .decimal(quizzes.points(of: $0)) }
  }

  /// The code of every row's score in `table`, 0 for none. `stored` are `columns` in their order.
  mutating func codes(_ stored: [Column], _ rowCount: Int) -> [UInt32] {
    let points = points.column(stored[3], rowCount)
    return (0..<rowCount).map { row in
      let marks = Marks(
        raw: stored[0].value(at: row).decimal, min: stored[1].value(at: row).decimal,
        max: stored[2].value(at: row).decimal ?? points.value(at: row).decimal)
      if let known = codes[marks] { return known }
      let code = marks.score.map { table.append(.ratio($0)) } ?? 0
      codes[marks] = code
      return code
    }
  }

  /// The score that a code stands for.
  func score(_ code: UInt32) -> Ratio? {
    if case .ratio(let ratio) = table.value(of: code) { ratio } else { nil }
  }
}
