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

  /// Columns of the right side that a condition over both rows reads.
  func heldColumns(leftCount: Int) -> Set<Int> {
    Set(whenColumns.filter { $0 >= leftCount }.map { $0 - leftCount })
  }

  private var whenColumns: Set<Int> {
    condition.when.map { Set().union(readBy: [$0]) } ?? []
  }
}

/// The rows of a right side by their key. A key with a none in it is no key and matches nothing.
struct JoinIndex {
  private static let nobody: Int32 = -1

  private let join: Join
  private let run: Execution
  private let when: Predicate?
  private var keys: JoinKeys
  /// Rows of the buffer: the first of each key, the last, and the next of the same key.
  private var first: [Int32] = []
  private var last: [Int32] = []
  private var next: [Int32] = []
  private var buffer: RowBuffer
  private var numbers: [Int32] = []
  private(set) var columns: [Column] = []

  init(_ join: Join, when: Predicate?, buffer: RowBuffer, run: Execution) {
    self.join = join
    self.run = run
    self.when = when
    self.buffer = buffer
    keys = JoinKeys(keyCount: join.condition.columns.count)
  }

  mutating func append(_ batch: RowBatch) throws {
    if batch.isTotal { return }
    let start = Int32(buffer.count)
    try buffer.append(batch)
    keys.add(
      join.condition.columns.map { batch.vector($0.right) }, rowCount: batch.rows.count,
      into: &numbers)
    first.grow(to: keys.count, with: JoinIndex.nobody)
    last.grow(to: keys.count, with: JoinIndex.nobody)
    next.grow(to: buffer.count, with: JoinIndex.nobody)
    for (offset, number) in numbers.enumerated() where number != JoinKeys.unmatched {
      let (key, row) = (Int(number), start + Int32(offset))
      if first[key] == JoinIndex.nobody {
        first[key] = row
      } else {
        next[Int(last[key])] = row
      }
      last[key] = row
    }
  }

  /// To be called once when all rows are in.
  mutating func seal() {
    columns = buffer.columns
    keys.seal()
  }

  /// The first key that two rows have; none when all keys are unique.
  var duplicateKey: [Value]? {
    first.indices.first { first[$0] != last[$0] }.map { keys.values(of: $0) }
  }

  /// Writes the number of every left row's key among those of the right side, `unmatched` where it
  /// has none. O(rows).
  mutating func number(_ batch: RowBatch, into numbers: inout [Int32]) {
    keys.find(
      join.condition.columns.map { batch.vector($0.left) }, rowCount: batch.rows.count,
      into: &numbers)
  }

  /// Whether some right row with that key fulfils the condition over both rows.
  func hasMatch(_ key: Int32, _ cursor: inout RowCursor) throws -> Bool {
    guard let when, key != JoinKeys.unmatched else { return key != JoinKeys.unmatched }
    var row = first[Int(key)]
    var asked = 0
    while row != JoinIndex.nobody {
      cursor.rightRow = Int(row)
      if try when(cursor) { return true }
      row = next[Int(row)]
      try checkCancellation(&asked)
    }
    return false
  }

  /// Appends the right rows that match, in order, and returns how many.
  func appendMatches(
    _ key: Int32, _ cursor: inout RowCursor, to matches: inout [Int32]
  ) throws -> Int {
    guard key != JoinKeys.unmatched else { return 0 }
    let known = matches.count
    var row = first[Int(key)]
    var asked = 0
    while row != JoinIndex.nobody {
      cursor.rightRow = Int(row)
      if try when?(cursor) ?? true { matches.append(row) }
      row = next[Int(row)]
      try checkCancellation(&asked)
    }
    return matches.count - known
  }

  /// A key with very many rows stays cancellable.
  private func checkCancellation(_ asked: inout Int) throws {
    asked += 1
    if asked % ExecutionLimits.batchRowCountMax == 0 { try run.checkCancellation() }
  }
}

/// Numbers the keys of a right side, and finds those of a left side among them.
struct JoinKeys {
  /// Stands for a row without a key, or with one that the right side has not.
  static let unmatched: Int32 = -1

  private var coders: [DenseCoder]
  private var combinations: CombinationIndex
  private var codes: [[Int32]]
  private var sealed: [DenseCoder] = []

  init(keyCount: Int) {
    coders = (0..<keyCount).map { _ in DenseCoder() }
    codes = Array(repeating: [], count: keyCount)
    combinations = CombinationIndex(width: keyCount)
  }

  /// Combinations without none seen, and some of those with.
  var count: Int { combinations.count }

  /// Writes the number of every row's key, a new one when it is new.
  mutating func add(_ keys: [Vector], rowCount: Int, into numbers: inout [Int32]) {
    for (place, key) in keys.enumerated() { coders[place].encode(key, into: &codes[place]) }
    combinations.number(
      codes, below: coders.map(\.count), rowCount: rowCount, into: &numbers)
    for (place, coder) in coders.enumerated() {
      guard let none = coder.noneCode else { continue }
      for row in numbers.indices where codes[place][row] == none {
        numbers[row] = JoinKeys.unmatched
      }
    }
  }

  /// To be called before keys are looked for.
  mutating func seal() { sealed = coders.map { $0.sealed() } }

  /// Writes the number of every row's key, `unmatched` where no right row has it.
  mutating func find(_ keys: [Vector], rowCount: Int, into numbers: inout [Int32]) {
    for (place, key) in keys.enumerated() { sealed[place].encode(key, into: &codes[place]) }
    let nones = coders.map { $0.noneCode ?? DenseCoder.absent }
    numbers.resize(to: rowCount, with: 0)
    if keys.count == 1 { return findSingle(nones[0], into: &numbers) }
    var combination = [Int](repeating: 0, count: keys.count)
    for row in 0..<rowCount {
      var isKey = true
      for place in combination.indices {
        let code = codes[place][row]
        isKey = isKey && code != DenseCoder.absent && code != nones[place]
        combination[place] = Int(code)
      }
      let number = isKey ? combinations.known(combination) : nil
      numbers[row] = number.map { Int32($0) } ?? JoinKeys.unmatched
    }
  }

  /// One key: its codes are the numbers, because both are given out in the order of the rows.
  private func findSingle(_ none: Int32, into numbers: inout [Int32]) {
    for row in numbers.indices {
      let code = codes[0][row]
      let isKey = code != DenseCoder.absent && code != none
      numbers[row] = isKey ? code : JoinKeys.unmatched
    }
  }

  func values(of number: Int) -> [Value] {
    coders.indices.map { coders[$0].value(of: combinations.code(of: number, place: $0)) }
  }
}

extension Execution {
  /// Reads the right side and indexes it. `wanted` are columns of it to be kept.
  func joinIndex(
    _ node: PlanNode, _ join: Join, stage: String, leftCount: Int, wanted: Set<Int>,
    _ request: StreamRequest
  ) throws -> JoinIndex {
    let held = join.heldColumns(leftCount: leftCount).union(wanted)
    let compiler = ExpressionCompiler(
      run: self, reading: request.scope.reading, leftColumnCount: leftCount)
    let buffer = RowBuffer(
      node, stage: stage, kept: held, columnCount: join.right.columns.count, run: self)
    var index = JoinIndex(
      join, when: try join.condition.when.map(compiler.predicate), buffer: buffer, run: self)
    let needed = held.union(join.condition.columns.map(\.right))
    try streamInner(join.right, needed: needed, inherited: request.scope.reading) {
      try index.append($0)
    }
    index.seal()
    return index
  }
}
