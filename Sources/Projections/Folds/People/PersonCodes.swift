import Catalog
import Columns
import LedgerModel

/// Codes of persons: those of the dictionary that all sources share, and of persons whom no other
/// source names codes behind them.
struct PersonCodes {
  private let dictionary: ValueDictionary
  /// Codes below are those of the shared dictionary.
  let sharedCount: Int
  private var others = DerivedTable()
  private let ownNumber = DictionaryNumber.fresh()

  /// The dictionary must have been read.
  init(_ dictionary: ValueDictionary) {
    self.dictionary = dictionary
    sharedCount = dictionary.count
  }

  var count: Int { sharedCount + others.count }

  /// The code of every row's person, given out where there is none.
  mutating func codes(of column: Column, _ rowCount: Int) -> [UInt32] {
    var codes = sharedCodes(of: column, rowCount)
    for row in codes.indices where codes[row] >= sharedCount {
      codes[row] = UInt32(sharedCount) + others.code(of: column.value(at: row))
    }
    return codes
  }

  /// The same for whoever has a code; `ValueDictionary.unknown` for others.
  func known(_ column: Column, _ rowCount: Int) -> [UInt32] {
    var codes = sharedCodes(of: column, rowCount)
    for row in codes.indices where codes[row] >= sharedCount {
      codes[row] = code(besidesShared: column.value(at: row)) ?? ValueDictionary.unknown
    }
    return codes
  }

  /// The code of a person; none for one whom no code stands for.
  func code(of person: String) -> UInt32? {
    let codes = known(.constant(.entity(person)), 1)
    return codes[0] == ValueDictionary.unknown ? nil : codes[0]
  }

  private func code(besidesShared value: Value) -> UInt32? {
    others.codeIfKnown(of: value).map { UInt32(sharedCount) + $0 }
  }

  /// Codes of the shared dictionary: those of the column itself where it has these.
  private func sharedCodes(of column: Column, _ rowCount: Int) -> [UInt32] {
    switch column {
    case .coded(let coded) where coded.dictionary == dictionary.number: coded.codes.widened
    case .constant:
      Array(repeating: dictionary.codesIfKnown(of: column, 1)[0], count: rowCount)
    default: dictionary.codesIfKnown(of: column, rowCount)
    }
  }

  func text(_ code: UInt32) -> String {
    let value =
      code < sharedCount
      ? dictionary.value(of: code) : others.value(of: code - UInt32(sharedCount))
    return value.text ?? ""
  }

  /// Codes as columns, in the order of `rows`: of the shared dictionary where it has all persons.
  func columns(_ rows: [Codes]) -> [Column] {
    let isShared = others.count == 1
    let values =
      isShared
      ? dictionary.values
      : ValueTable(Array(dictionary.values.prefix(sharedCount)) + Array(others.values))
    return rows.map {
      .coded(
        CodedColumn(
          codes: $0, values: values, dictionary: isShared ? dictionary.number : ownNumber))
    }
  }
}

extension ReadingContext {
  /// Codes of the persons whom the rows name that were folded so far.
  func personCodes() throws -> PersonCodes {
    let dictionary = store.dictionaries.dictionary(named: EntityKind.person.rawValue)
    try dictionary.load()
    return PersonCodes(dictionary)
  }
}
