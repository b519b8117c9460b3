import LedgerModel
import QueryPlan

/// The keys of a grouping on the current row, as codes: one for an ordinary key, one per element
/// for `each(set)`.
struct RowKeys {
  private struct Key {
    let evaluator: Evaluator
    let isEach: Bool
  }

  private let keys: [Key]
  private var interners: [ValueInterner]
  /// Per key the codes of the current row.
  private(set) var codes: [[Int]]
  /// True when every key has one code: the row belongs to one group.
  private(set) var isSingle = true

  /// `further` keys come behind those of the grouping; their codes are given elsewhere.
  init(_ keys: [PlanGroupKey], further: Int = 0, _ compiler: ExpressionCompiler) throws {
    self.keys = try keys.map {
      Key(evaluator: try compiler.evaluator($0.expression), isEach: $0.isEach)
    }
    interners = Array(repeating: ValueInterner(), count: keys.count)
    codes = Array(repeating: [0], count: keys.count + further)
  }

  mutating func load(_ cursor: RowCursor) throws {
    isSingle = true
    for (place, key) in keys.enumerated() {
      let value = try key.evaluator(cursor)
      if key.isEach, case .set(let elements) = value {
        load(elements, place: place)
      } else {
        set(interners[place].code(of: value), place: place)
      }
    }
  }

  /// Puts codes that were given elsewhere in one place; with none at all the row belongs to no
  /// group there.
  mutating func load(codes: [Int], place: Int) {
    isSingle = false
    self.codes[place] = codes
  }

  private mutating func load(_ values: [Value], place: Int) {
    isSingle = false
    codes[place].removeAll(keepingCapacity: true)
    for value in values { codes[place].append(interners[place].code(of: value)) }
  }

  private mutating func set(_ code: Int, place: Int) {
    if codes[place].count == 1 { codes[place][0] = code } else { codes[place] = [code] }
  }

  /// The value behind a code.
  func value(of code: Int, place: Int) -> Value { interners[place].values[code] }
}

extension RowKeys {
  /// All combinations of the row's codes, one of each key.
  var combinations: [[Int]] {
    codes.reduce([[]]) { combinations, codes in
      combinations.flatMap { combination in codes.map { combination + [$0] } }
    }
  }
}
