import Columns
import LedgerModel
import QueryPlan

/// A compiled condition over whole batches. Each form falls back to asking row by row where the
/// batch's columns have another form than it was made for.
indirect enum VectorTest {
  case constant(Bool)
  /// A column of yes and no, as it stands.
  case flag(Int, Predicate)
  case range(Int, NumberRange, Predicate)
  case isNone(Int)
  case lifted(LiftedTest, Predicate)
  case not(VectorTest)
  case both(VectorTest, VectorTest)
  case either(VectorTest, VectorTest)
  case rows(Predicate)

  /// Writes 1 for every row of the batch for which the condition holds, else 0. The right side of
  /// `both` and `either` is asked only where the left leaves it open, as the language has it.
  func mark(_ batch: RowBatch, into mask: inout [UInt8]) throws {
    switch self {
    case .constant(let holds):
      mask.resize(to: batch.rows.count, with: 0)
      mask.fill(with: holds ? 1 : 0)
    case .flag(let column, let predicate):
      guard case .flags(let flags) = batch.columns[column] else {
        return try mark(predicate, batch, &mask)
      }
      flags.bytes.mark(equal: 1, rows: batch.rows, into: &mask)
    case .range(let column, let range, let predicate):
      if !range.mark(batch.vector(column), into: &mask) { try mark(predicate, batch, &mask) }
    case .isNone(let column): batch.vector(column).markNone(into: &mask)
    case .lifted(let test, let predicate):
      if try !test.mark(batch, into: &mask) { try mark(predicate, batch, &mask) }
    case .not(let test):
      try test.mark(batch, into: &mask)
      for place in mask.indices { mask[place] ^= 1 }
    case .both(let left, let right): try mark(left, right, askedWhere: 1, batch, &mask)
    case .either(let left, let right): try mark(left, right, askedWhere: 0, batch, &mask)
    case .rows(let predicate): try mark(predicate, batch, &mask)
    }
  }

  private func mark(
    _ predicate: Predicate, _ batch: RowBatch, _ mask: inout [UInt8]
  ) throws {
    mask.resize(to: batch.rows.count, with: 0)
    var cursor = RowCursor(batch.columns)
    for (place, row) in batch.rows.enumerated() {
      cursor.row = Int(row)
      mask[place] = try predicate(cursor) ? 1 : 0
    }
  }

  private func mark(
    _ left: VectorTest, _ right: VectorTest, askedWhere open: UInt8, _ batch: RowBatch,
    _ mask: inout [UInt8]
  ) throws {
    try left.mark(batch, into: &mask)
    let places = mask.indices.filter { mask[$0] == open }.map { Int32($0) }
    if places.isEmpty { return }
    var inner: [UInt8] = []
    try right.mark(batch.selecting(batch.rows.selecting(places)), into: &inner)
    for (index, place) in places.enumerated() { mask[Int(place)] = inner[index] }
  }
}

/// A condition as the conjuncts that it is made of; each is asked of the rows that the ones before
/// it left.
struct VectorFilter {
  private let tests: [(test: VectorTest, columns: Set<Int>)]
  private var mask: [UInt8] = []

  init(_ predicate: PlanExpression, _ compiler: ExpressionCompiler) throws {
    tests = try predicate.conjuncts.map { conjunct in
      (try compiler.test(conjunct), Set<Int>().union(readBy: [conjunct]))
    }
  }

  /// The rows of the batch for which the condition holds, in their order.
  mutating func rows(of batch: RowBatch) throws -> RowList {
    var rest = batch
    for (test, columns) in tests {
      if rest.rows.isEmpty { break }
      if case .constant(true) = test { continue }
      rest = try rest.loading(columns)
      try test.mark(rest, into: &mask)
      rest = rest.selecting(rest.rows.kept(by: mask))
    }
    return rest.rows
  }
}

extension PlanExpression {
  /// The conditions joined by `and`, in reading order.
  var conjuncts: [PlanExpression] {
    if case .and(let left, let right) = kind { return left.conjuncts + right.conjuncts }
    return [self]
  }
}
