import Columns
import LedgerModel

/// How one column of `obligations` is read off rows, in the form that suits it.
enum ObligationReader {
  /// The same on all rows of a duty, by its number.
  case perDuty([Value])
  /// One of a few values, by its number.
  case choice([Value], (JudgedObligation) -> Int)
  /// The unit that owes the row.
  case unit(UnitValues)
  case flag((JudgedObligation) -> Bool)
  case number(NumberColumn.Kind, (JudgedObligation) -> Int64?)
  case value((JudgedObligation) -> Value)

  func value(of row: JudgedObligation) -> Value {
    switch self {
    case .perDuty(let values): values[row.duty]
    case .choice(let values, let number): values[number(row)]
    case .unit: .entity(row.expected.unit)
    case .flag(let read): .bool(read(row))
    case .number(let kind, let read): read(row).map { kind.value($0) } ?? .none
    case .value(let read): read(row)
    }
  }
}

/// The units of a history as values of a column: code 0 is none, every other the unit's number and
/// one.
final class UnitValues {
  let values: [Value]
  let dictionary = DictionaryNumber.fresh()

  init(_ units: [String]) { values = [.none] + units.map { .entity($0) } }
}

/// A column of `obligations` on its way into a block.
struct ObligationColumnBuilder {
  private let reader: ObligationReader
  private var codes: [UInt32] = []
  private var bytes: [UInt8] = []
  private var numbers: [Int64] = []
  private var isPresent: [UInt8] = []
  private var isWhole = true
  private var values: [Value] = []
  /// The table of `choice` and `perDuty`, none in front.
  private let table: [Value]

  init(_ reader: ObligationReader, rowCountMax: Int) {
    self.reader = reader
    switch reader {
    case .perDuty(let values), .choice(let values, _):
      table = [.none] + values
      codes.reserveCapacity(rowCountMax)
    case .unit(let units):
      table = units.values
      codes.reserveCapacity(rowCountMax)
    case .flag:
      table = []
      bytes.reserveCapacity(rowCountMax)
    case .number:
      table = []
      numbers.reserveCapacity(rowCountMax)
      isPresent.reserveCapacity(rowCountMax)
    case .value:
      table = []
      values.reserveCapacity(rowCountMax)
    }
  }

  /// Adds the first `count` rows of a chunk.
  mutating func append(_ chunk: [JudgedObligation], _ count: Int) {
    let rows = chunk.span.extracting(first: count)
    switch reader {
    case .perDuty: for row in rows.indices { codes.append(UInt32(rows[row].duty + 1)) }
    case .choice(_, let number):
      for row in rows.indices { codes.append(UInt32(number(rows[row]) + 1)) }
    case .unit: for row in rows.indices { append(unitOf: rows[row]) }
    case .flag(let read): for row in rows.indices { bytes.append(read(rows[row]) ? 1 : 0) }
    case .number(_, let read): for row in rows.indices { append(read(rows[row])) }
    case .value(let read): for row in rows.indices { values.append(read(rows[row])) }
    }
  }

  private mutating func append(_ number: Int64?) {
    numbers.append(number ?? 0)
    isPresent.append(number == nil ? 0 : 1)
    if number == nil { isWhole = false }
  }

  private mutating func append(unitOf row: JudgedObligation) {
    let number = row.unitNumber
    if number < 0 { isWhole = false }
    codes.append(UInt32(number + 1))
    if !isWhole { widen(row) }
  }

  /// A unit that nobody registered has no number: the block holds plain values.
  private mutating func widen(_ row: JudgedObligation) {
    if values.isEmpty { values = codes.dropLast().map { table[Int($0)] } }
    values.append(.entity(row.expected.unit))
  }

  var column: Column {
    switch reader {
    case .perDuty, .choice: .coded(CodedColumn(codes: Codes(codes), values: table))
    case .unit(let units):
      isWhole
        ? .coded(CodedColumn(codes: Codes(codes), values: table, dictionary: units.dictionary))
        : .values(values)
    case .flag: .flags(FlagColumn(bytes: bytes))
    case .number(let kind, _):
      .numbers(NumberColumn(kind: kind, numbers: numbers, isPresent: isWhole ? nil : isPresent))
    case .value: .values(values)
    }
  }
}
