import Columns
import LedgerModel

/// Some columns of all rows of one source, found by an identifier while blocks of another are read. Rows
/// are told apart by the code of the identifier where both sources have codes of one dictionary, else by
/// its text. Of several rows with one identifier the last is found.
final class ColumnLookup {
  private struct Place {
    let block: Int32
    let row: Int32
  }

  /// Where no row was found.
  static let missing: Int32 = -1

  private let names: [String]
  /// The columns of each block.
  private var blocks: [[Column]] = []
  private var places: [Place] = []
  /// The dictionary of all identifiers, with the longest of their tables; none where they have no
  /// common one.
  private var dictionary: DictionaryNumber?
  private var values: ValueTable?
  private var byCode: [Int32] = []
  private var byText: [String: Int32] = [:]

  /// The rows of the source at the context's reading, those that do not stand included. O(rows).
  init(
    _ source: String, by key: String, _ names: [String], in context: ReadingContext
  ) throws {
    self.names = names
    var keys: [(column: Column, rowCount: Int, first: Int)] = []
    try context.scan(source, all: true, columns: [key] + names) { block in
      keys.append((block.columns[0], block.rowCount, places.count))
      let number = Int32(blocks.count)
      // A place for every row, so that the keys can be gone through again.
      for row in 0..<block.rowCount {
        places.append(Place(block: block.mask[row] ? number : -1, row: Int32(row)))
      }
      blocks.append(Array(block.columns.dropFirst()))
    }
    dictionary = ColumnLookup.common(keys.map(\.column))
    if dictionary != nil {
      for case .coded(let coded) in keys.map(\.column) where coded.values.count > values?.count ?? 0
      {
        values = coded.values
      }
    }
    for key in keys {
      try context.store.check()
      number(key.column, key.rowCount, first: key.first)
    }
  }

  /// The dictionary that all columns have codes of.
  private static func common(_ columns: [Column]) -> DictionaryNumber? {
    var found: DictionaryNumber?
    for column in columns {
      guard case .coded(let coded) = column, let number = coded.dictionary, number.isStored,
        found == nil || found == number
      else { return nil }
      found = number
    }
    return found
  }

  private func number(_ keys: Column, _ rowCount: Int, first: Int) {
    for row in 0..<rowCount where places[first + row].block >= 0 && !keys.isNone(at: row) {
      let place = Int32(first + row)
      guard dictionary != nil, case .coded(let coded) = keys else {
        if let text = keys.value(at: row).text { byText[text] = place }
        continue
      }
      let code = coded.codes[row]
      if code >= byCode.count {
        let count = max(code + 1 - byCode.count, byCode.count)
        byCode.append(contentsOf: repeatElement(ColumnLookup.missing, count: count))
      }
      byCode[code] = place
    }
  }

  /// Where the rows are that a column names, `missing` for a value that no row has. O(rows).
  func places(of column: Column, _ rowCount: Int) -> [Int32] {
    if case .coded(let coded) = column, let dictionary, coded.dictionary == dictionary {
      return (0..<rowCount).map { row in
        let code = coded.codes[row]
        return code < byCode.count ? byCode[code] : ColumnLookup.missing
      }
    }
    let texts = RowMemo(column) { [self] value in
      value.text.flatMap { place(of: $0) } ?? ColumnLookup.missing
    }
    return (0..<rowCount).map { texts[$0] }
  }

  private func place(of text: String) -> Int32? {
    if dictionary != nil, byText.isEmpty { nameAll() }
    return byText[text]
  }

  /// Somebody asks by text where rows were told apart by code.
  private func nameAll() {
    guard let values else { return }
    for (code, place) in byCode.enumerated() where place != ColumnLookup.missing {
      if let text = values[code].text { byText[text] = place }
    }
  }

  /// What a column says in the rows at those places, `otherwise` where there is none.
  func column(_ name: String, at found: [Int32], otherwise: Value) -> Column {
    guard let index = names.firstIndex(of: name) else { return .constant(otherwise) }
    if otherwise.isNone, let coded = coded(index, found) { return coded }
    if let flags = flags(index, found, otherwise) { return flags }
    return .values(
      found.map { place in
        place == ColumnLookup.missing ? otherwise : value(index, Int(place))
      })
  }

  private func value(_ index: Int, _ place: Int) -> Value {
    blocks[Int(places[place].block)][index].value(at: Int(places[place].row))
  }

  /// The codes of a column that has codes of one dictionary in every block.
  private func coded(_ index: Int, _ found: [Int32]) -> Column? {
    var longest: CodedColumn?
    for block in blocks {
      guard case .coded(let column) = block[index], column.dictionary != nil,
        longest.map({ $0.sharesTable(with: column) }) ?? true
      else { return nil }
      if column.values.count > longest?.values.count ?? 0 { longest = column }
    }
    guard let longest else { return nil }
    let codes = found.map { place -> UInt32 in
      guard place != ColumnLookup.missing else { return 0 }
      let (block, row) = (Int(places[Int(place)].block), Int(places[Int(place)].row))
      guard case .coded(let column) = blocks[block][index] else { return 0 }
      return UInt32(column.codes[row])
    }
    return .coded(
      CodedColumn(codes: Codes(codes), values: longest.values, dictionary: longest.dictionary))
  }

  /// The same for a column of flags.
  private func flags(_ index: Int, _ found: [Int32], _ otherwise: Value) -> Column? {
    let areFlags = blocks.allSatisfy { if case .flags = $0[index] { true } else { false } }
    guard areFlags, otherwise.isNone || otherwise.bool != nil else { return nil }
    let other = otherwise.bool.map { $0 ? 1 : 0 } ?? FlagColumn.none
    return .flags(
      FlagColumn(
        bytes: found.map { place in
          guard place != ColumnLookup.missing else { return other }
          let (block, row) = (Int(places[Int(place)].block), Int(places[Int(place)].row))
          guard case .flags(let column) = blocks[block][index] else { return other }
          return column.bytes[row]
        }))
  }
}
