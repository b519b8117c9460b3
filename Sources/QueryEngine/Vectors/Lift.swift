import Columns
import LedgerModel
import QueryPlan

/// An expression over columns of few distinct values, lifted over their dictionary: it is computed
/// once per distinct combination, when a row first has it, and every further row is a look-up in a
/// table.
///
/// One mechanism serves filters, group keys and projections alike: comparisons, text matches,
/// questions to the tree on the row's day, look-ups on a key.
final class Lift {
  private let evaluator: Evaluator
  private var keys: LiftKeys
  private var rowKeys: [Int32] = []
  /// By combination the code of what it became.
  private var results: [Int32] = []
  /// The same by code, where there is one column and it has codes.
  private var table = CodeTable()
  private var outputs = LiftedValues()
  private let dictionary = DictionaryNumber.fresh()

  /// `evaluator` must read nothing but those columns, and yield the same for the same values.
  init(_ evaluator: @escaping Evaluator, columns: [Int]) {
    self.evaluator = evaluator
    keys = LiftKeys(columns: columns)
  }

  /// The values of the batch's rows as codes; none when its columns do not repeat enough.
  func values(of batch: RowBatch) throws -> Vector? {
    if keys.columns.count == 1, case .coded(let column) = batch.columns[keys.columns[0]] {
      return coded(try results(of: column, batch))
    }
    guard keys.fits(batch) else { return nil }
    results.grow(to: keys.number(batch, into: &rowKeys), with: CodeTable.unknown)
    for place in rowKeys.indices {
      let key = Int(rowKeys[place])
      if results[key] < 0 { results[key] = try result(batch, place) }
      rowKeys[place] = results[key]
    }
    return coded(rowKeys)
  }

  /// Codes are keys already: they are looked up without being numbered anew.
  private func results(of column: CodedColumn, _ batch: RowBatch) throws -> [Int32] {
    table.prepare(for: column)
    guard column.codes.lookUp(table.entries, rows: batch.rows, into: &rowKeys) < 0 else {
      return rowKeys
    }
    for place in rowKeys.indices where rowKeys[place] < 0 {
      let code = column.codes[Int(batch.rows[place])]
      if table[code] < 0 { table[code] = try result(batch, place) }
      rowKeys[place] = table[code]
    }
    return rowKeys
  }

  private func result(_ batch: RowBatch, _ place: Int) throws -> Int32 {
    let cursor = RowCursor(batch.columns, row: Int(batch.rows[place]))
    return outputs.code(of: try evaluator(cursor))
  }

  private func coded(_ codes: [Int32]) -> Vector {
    let column = CodedColumn(
      codes: .words(codes.map { UInt32(bitPattern: $0) }), values: outputs.values,
      dictionary: dictionary)
    return Vector(.coded(column), rowCount: codes.count)
  }
}

/// The distinct results of a lifted expression; code 0 is none, as in every dictionary.
private struct LiftedValues {
  private(set) var values: [Value] = [.none]
  private var interner = ValueInterner(isExact: true)

  init() { _ = interner.code(of: .none) }

  mutating func code(of value: Value) -> Int32 {
    let code = interner.code(of: value)
    if code == values.count { values.append(value) }
    return Int32(code)
  }
}

/// A condition lifted in the same way.
final class LiftedTest {
  private let predicate: Predicate
  private var keys: LiftKeys
  private var rowKeys: [Int32] = []
  /// By combination 0 or 1, `unknown` until a row asked.
  private var results: [UInt8] = []
  /// The same by code, where there is one column and it has codes.
  private var owner: CodedColumn?
  private var resultsOfCodes: [UInt8] = []
  private static let unknown: UInt8 = 2

  init(_ predicate: @escaping Predicate, columns: [Int]) {
    self.predicate = predicate
    keys = LiftKeys(columns: columns)
  }

  /// Writes 1 for every row for which the condition holds, else 0; false, and nothing written, when
  /// the batch's columns do not repeat enough.
  func mark(_ batch: RowBatch, into mask: inout [UInt8]) throws -> Bool {
    if keys.columns.count == 1, case .coded(let column) = batch.columns[keys.columns[0]] {
      try mark(column, batch, &mask)
      return true
    }
    guard keys.fits(batch) else { return false }
    results.grow(to: keys.number(batch, into: &rowKeys), with: LiftedTest.unknown)
    mask.resize(to: rowKeys.count, with: 0)
    var seen: UInt8 = 0
    for place in rowKeys.indices {
      let result = results[Int(rowKeys[place])]
      mask[place] = result
      seen |= result
    }
    guard seen & LiftedTest.unknown != 0 else { return true }
    for place in mask.indices where mask[place] == LiftedTest.unknown {
      let key = Int(rowKeys[place])
      if results[key] == LiftedTest.unknown {
        let cursor = RowCursor(batch.columns, row: Int(batch.rows[place]))
        results[key] = try predicate(cursor) ? 1 : 0
      }
      mask[place] = results[key]
    }
    return true
  }

  /// Codes are keys already: no value is hashed to number it.
  private func mark(_ column: CodedColumn, _ batch: RowBatch, _ mask: inout [UInt8]) throws {
    if owner?.sharesTable(with: column) != true { resultsOfCodes = [] }
    owner = CodedColumn(codes: .bytes([]), values: column.values, dictionary: column.dictionary)
    resultsOfCodes.grow(to: column.values.count, with: LiftedTest.unknown)
    let seen = column.codes.lookUp(resultsOfCodes, rows: batch.rows, into: &mask)
    guard seen & LiftedTest.unknown != 0 else { return }
    for place in mask.indices where mask[place] == LiftedTest.unknown {
      let row = batch.rows[place]
      let code = column.codes[Int(row)]
      if resultsOfCodes[code] == LiftedTest.unknown {
        let holds = try predicate(RowCursor(batch.columns, row: Int(row)))
        resultsOfCodes[code] = holds ? 1 : 0
      }
      mask[place] = resultsOfCodes[code]
    }
  }
}
