import Columns
import LedgerModel
import QueryPlan

/// The keys of a grouping on the rows of a batch, as codes: one a row for an ordinary key, one per
/// element for `each(set)`.
struct RowKeys {
  private struct Key {
    let expression: VectorExpression
    let isEach: Bool
  }

  private let keys: [Key]
  private var coders: [DenseCoder]
  /// For `each`: the codes of the elements of every distinct set.
  private var elements: [CodeLists]
  /// Per key the codes of the rows; for a key with lists the number of each row's list.
  private(set) var codes: [[Int32]]
  /// Per key the lists that the codes number, for keys of several codes a row.
  private(set) var lists: [CodeLists?]
  /// Per key what its codes lie below.
  private(set) var bounds: [Int]
  private(set) var rowCount = 0

  /// `further` keys come behind those of the grouping; their codes are given elsewhere.
  init(_ keys: [PlanGroupKey], further: Int = 0, _ compiler: ExpressionCompiler) throws {
    self.keys = try keys.map {
      Key(expression: try compiler.vector($0.expression), isEach: $0.isEach)
    }
    coders = keys.map { _ in DenseCoder() }
    elements = keys.map { _ in CodeLists() }
    codes = Array(repeating: [], count: keys.count + further)
    lists = Array(repeating: nil, count: keys.count + further)
    bounds = Array(repeating: 0, count: keys.count + further)
  }

  mutating func load(_ batch: RowBatch) throws {
    rowCount = batch.rows.count
    for (place, key) in keys.enumerated() {
      let values = try key.expression.values(of: batch)
      if key.isEach {
        loadEach(values, place)
      } else {
        coders[place].encode(values, into: &codes[place])
      }
      bounds[place] = coders[place].count
    }
  }

  /// Gives codes to the keys of later rows: for every key by code there the code here.
  mutating func merge(_ later: RowKeys, check: () throws -> Void) rethrows -> [[Int32]] {
    var maps: [[Int32]] = []
    for place in coders.indices {
      maps.append(try coders[place].merge(later.coders[place], check: check))
    }
    for place in coders.indices { bounds[place] = coders[place].count }
    return maps
  }

  /// Puts lists that were made elsewhere in one place: `codes` numbers the list of every row, and
  /// the codes in the lists lie below `bound`.
  mutating func load(_ codes: [Int32], of lists: CodeLists, below bound: Int, place: Int) {
    self.codes[place] = codes
    self.lists[place] = lists
    bounds[place] = bound
  }

  /// The rows' sets, each distinct one taken apart once. A value that is no set is its own element.
  private mutating func loadEach(_ sets: Vector, _ place: Int) {
    var lists = elements[place]
    elements[place] = CodeLists()
    var numbers = [Int32](repeating: 0, count: sets.count)
    for (index, row) in sets.rows.enumerated() {
      let value = sets.column.value(at: Int(row))
      numbers[index] = lists.number(of: value) { value in
        guard case .set(let elements) = value else { return [coders[place].code(of: value)] }
        return elements.map { coders[place].code(of: $0) }
      }
    }
    codes[place] = numbers
    elements[place] = lists
    self.lists[place] = lists
  }

  /// The values behind codes, as codes themselves. O(codes + values).
  func column(of codes: [Int32], place: Int) -> Column { .coded(coders[place].column(codes)) }

  /// The value behind a code.
  func value(of code: Int, place: Int) -> Value { coders[place].value(of: code) }
}

/// Lists of codes by number.
struct CodeLists {
  private var starts: [Int32] = [0]
  private var codes: [Int32] = []
  private var known: [Value: Int32] = [:]

  var count: Int { starts.count - 1 }

  subscript(_ number: Int32) -> ArraySlice<Int32> {
    codes[Int(starts[Int(number)])..<Int(starts[Int(number) + 1])]
  }

  /// Adds a list and returns its number.
  mutating func append(_ list: some Sequence<Int32>) -> Int32 {
    codes.append(contentsOf: list)
    starts.append(Int32(codes.count))
    return Int32(count - 1)
  }

  /// The number of the list that `make` gives for a value, made once per value.
  mutating func number(of value: Value, _ make: (Value) -> [Int32]) -> Int32 {
    if let number = known[value] { return number }
    let number = append(make(value))
    known[value] = number
    return number
  }
}

extension RowKeys {
  /// The rows with the codes of some keys: as they are where every key has one code a row, else a
  /// row once per combination of its codes, one of each key.
  func entries(_ places: [Int]) -> KeyEntries {
    guard places.contains(where: { lists[$0] != nil }) else {
      return KeyEntries(codes: places.map { codes[$0] }, rows: nil, count: rowCount)
    }
    var entries = KeyEntries(codes: [], rows: .counting(to: rowCount), count: rowCount)
    for place in places { entries.multiply(codes[place], by: lists[place]) }
    return entries
  }
}

/// Rows of a batch with their codes, a row as often as it has combinations of codes.
struct KeyEntries {
  /// Per key the code of every entry.
  fileprivate(set) var codes: [[Int32]]
  /// Which row of the batch each entry is of; none when entry and row are the same.
  fileprivate(set) var rows: [Int32]?
  fileprivate(set) var count: Int

  /// The row of the batch that an entry is of.
  func row(of entry: Int) -> Int { rows.map { Int($0[entry]) } ?? entry }

  /// The entries but those of rows for which `isOut` holds.
  func leavingOut(_ isOut: (Int) -> Bool) -> KeyEntries {
    let kept = (0..<count).filter { !isOut(row(of: $0)) }.map { Int32($0) }
    return KeyEntries(
      codes: codes.map { $0.selecting(kept) }, rows: kept.map { Int32(row(of: Int($0))) },
      count: kept.count)
  }

  /// Adds a key. Entries keep their order; combinations of one row lie next to each other, the
  /// first key's codes slowest.
  fileprivate mutating func multiply(_ keys: [Int32], by lists: CodeLists?) {
    guard let rows else { return }
    guard let lists else {
      codes.append(keys.selecting(rows))
      return
    }
    var (newRows, added): ([Int32], [Int32]) = ([], [])
    var origins: [Int32] = []
    for entry in 0..<count {
      for code in lists[keys[Int(rows[entry])]] {
        newRows.append(rows[entry])
        added.append(code)
        origins.append(Int32(entry))
      }
    }
    codes = codes.map { $0.selecting(origins) } + [added]
    self.rows = newRows
    count = newRows.count
  }
}
