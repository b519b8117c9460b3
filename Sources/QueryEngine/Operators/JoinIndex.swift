import Columns
import LedgerModel
import QueryPlan

/// The other side of a `with`, `without`, `lookup` or `expand`.
struct Join {
  let right: PlanNode
  let condition: JoinCondition

  /// Columns of the left side that matching reads.
  func leftColumns(leftCount: Int) -> Set<Int> {
    Set(condition.columns.map(\.left)).union(whenColumns.filter { $0 < leftCount })
  }

  /// Columns of the right side that matching reads.
  func rightColumns(leftCount: Int) -> Set<Int> {
    let read = whenColumns.filter { $0 >= leftCount }.map { $0 - leftCount }
    return Set(condition.columns.map(\.right)).union(read)
  }

  private var whenColumns: Set<Int> {
    condition.when.map { Set().union(readBy: [$0]) } ?? []
  }
}

/// The rows of a right side by their key. A key with a none in it is no key and matches nothing.
struct JoinIndex {
  private let join: Join
  private let run: Execution
  private let when: Predicate?
  private var index: KeyIndex
  /// Rows of the buffer, by the number of their key.
  private var rowsOfKey: [[Int32]] = []
  private var buffer: RowBuffer
  private(set) var columns: [Column] = []

  init(_ join: Join, when: Predicate?, buffer: RowBuffer, run: Execution) {
    self.join = join
    self.run = run
    self.when = when
    self.buffer = buffer
    index = KeyIndex(keyCount: join.condition.columns.count)
  }

  mutating func append(_ batch: RowBatch) throws {
    if batch.isTotal { return }
    let first = buffer.count
    try buffer.append(batch)
    var codes: [Int] = []
    for (offset, row) in batch.rows.enumerated() {
      codes.removeAll(keepingCapacity: true)
      for (place, pair) in join.condition.columns.enumerated() {
        let value = batch.columns[pair.right].value(at: Int(row))
        if value.isNone { break }
        codes.append(index.code(of: value, place: place))
      }
      guard codes.count == join.condition.columns.count else { continue }
      let key = index.number(of: codes)
      if key == rowsOfKey.count { rowsOfKey.append([]) }
      rowsOfKey[key].append(Int32(first + offset))
    }
  }

  /// To be called once when all rows are in.
  mutating func seal() { columns = buffer.columns }

  /// The first key that two rows have; none when all keys are unique.
  var duplicateKey: [Value]? {
    guard let key = rowsOfKey.firstIndex(where: { $0.count > 1 }) else { return nil }
    return keyValues(key)
  }

  private func keyValues(_ key: Int) -> [Value] {
    join.condition.columns.indices.map { index.value(of: key, place: $0) }
  }

  /// The rows whose key is that of the left row, in order; `when` not yet asked.
  private func candidates(_ cursor: RowCursor) -> [Int32] {
    var codes: [Int] = []
    codes.reserveCapacity(join.condition.columns.count)
    for (place, pair) in join.condition.columns.enumerated() {
      let value = cursor.columns[pair.left].value(at: cursor.row)
      guard !value.isNone, let code = index.knownCode(of: value, place: place) else { return [] }
      codes.append(code)
    }
    return index.knownNumber(of: codes).map { rowsOfKey[$0] } ?? []
  }

  func hasMatch(_ cursor: inout RowCursor) throws -> Bool {
    let candidates = candidates(cursor)
    guard let when else { return !candidates.isEmpty }
    return try candidates.indices.contains { try holds(when, candidates, $0, &cursor) }
  }

  func matches(_ cursor: inout RowCursor) throws -> [Int32] {
    let candidates = candidates(cursor)
    guard let when else { return candidates }
    return try candidates.indices
      .filter { try holds(when, candidates, $0, &cursor) }
      .map { candidates[$0] }
  }

  /// Asks the condition of one candidate; a key with very many rows stays cancellable.
  private func holds(
    _ when: Predicate, _ candidates: [Int32], _ index: Int, _ cursor: inout RowCursor
  ) throws -> Bool {
    if index % ExecutionLimits.batchRowCountMax == ExecutionLimits.batchRowCountMax - 1 {
      try run.checkCancellation()
    }
    cursor.rightRow = Int(candidates[index])
    return try when(cursor)
  }
}

extension Execution {
  /// Reads the right side and indexes it. `wanted` are further columns of it to be kept.
  func joinIndex(
    _ node: PlanNode, _ join: Join, stage: String, leftCount: Int, wanted: Set<Int>,
    _ request: StreamRequest
  ) throws -> JoinIndex {
    let needed = join.rightColumns(leftCount: leftCount).union(wanted)
    let compiler = ExpressionCompiler(
      run: self, reading: request.scope.reading, leftColumnCount: leftCount)
    let buffer = RowBuffer(
      node, stage: stage, kept: needed, columnCount: join.right.columns.count, run: self)
    var index = JoinIndex(
      join, when: try join.condition.when.map(compiler.predicate), buffer: buffer, run: self)
    try streamInner(join.right, needed: needed, inherited: request.scope.reading) {
      try index.append($0)
    }
    index.seal()
    return index
  }
}
