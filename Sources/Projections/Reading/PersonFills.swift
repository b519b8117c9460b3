import Columns
import LedgerModel
import QueryPlan

/// How rows of a source say whose unit counts: the one that the row names or that of the person's
/// office.
package struct PersonRule: Sendable {
  /// The column in which `attended` means that the row is another's event, so that the office comes
  /// first; none where the row's own unit always does.
  let manner: String?
}

/// `unit` and `role` of rows about a person, for a block at a time: persons without an office, most
/// of them, cost a look-up by code; for the others the offices are put in order once.
///
/// The same as `PersonColumns`, which does it row by row.
final class PersonFills {
  /// What a person is from one day to the next change.
  private struct Span {
    let from: Day
    /// Code of the unit; 0 for none.
    let unit: UInt32
    let isOfficial: Bool
  }

  private let source: PersonColumns.Source
  private let days: DaysOfInstants
  private var spans: [Span] = []
  /// By code of the person where the spans lie; empty for who never held an office, none until
  /// somebody asks.
  private var spansOf: [Range<Int32>?] = []
  private var persons: CodedColumn?
  private var units = DerivedTable()
  private var ownUnits = CodeTranslation()

  init(_ context: ReadingContext) throws {
    source = try PersonColumns.Source(context)
    days = DaysOfInstants(source.campaigns)
  }

  /// The columns that the rows' unit and role are made from, one value a row.
  struct Inputs {
    let person: Column
    let at: Column
    let campaign: Column
    let unit: Column
    let role: Column
    /// None where the row's own unit always counts.
    let manner: Column?
    let rowCount: Int
  }

  func columns(_ inputs: Inputs) -> (unit: Column, role: Column) {
    let persons = inputs.person.coded(inputs.rowCount)
    follow(persons)
    let own = inputs.unit.coded(inputs.rowCount)
    ownUnits.follow(own)
    let attended = inputs.manner.map { manner in RowMemo(manner) { $0 == .symbol("attended") } }
    days.follow(inputs.at, inputs.campaign)
    var (unitCodes, roleCodes): ([UInt32], [UInt8]) = ([], [])
    unitCodes.reserveCapacity(inputs.rowCount)
    roleCodes.reserveCapacity(inputs.rowCount)
    for row in 0..<inputs.rowCount {
      var unit = ownUnits.code(own, row, &units)
      let person = persons.codes[row]
      var role = Role.none
      if person != 0, days.isKnown(row) {
        let office = office(of: person, persons, row)
        if let office, office.unit != 0, unit == 0 || attended?[row] ?? false {
          unit = office.unit
        }
        role = office?.isOfficial ?? false ? .official : unit == 0 ? .other : .member
      }
      unitCodes.append(unit)
      roleCodes.append(role.rawValue)
    }
    return (
      units.column(.words(unitCodes)), role(roleCodes, inputs)
    )
  }

  private enum Role: UInt8 { case none, official, member, other }

  private static let roles: [Value] = [
    .none, .symbol("official"), .symbol("member"), .symbol("other"),
  ]
  private let roleDictionary = DictionaryNumber.fresh()

  /// Rows about nobody keep the role that they have.
  private func role(_ codes: [UInt8], _ inputs: Inputs) -> Column {
    let made = Column.coded(
      CodedColumn(codes: .bytes(codes), values: PersonFills.roles, dictionary: roleDictionary))
    if case .constant(.none) = inputs.role { return made }
    return .values(
      (0..<inputs.rowCount).map { row in
        codes[row] == 0 ? inputs.role.value(at: row) : made.value(at: row)
      })
  }

  private func follow(_ column: CodedColumn) {
    if persons?.sharesTable(with: column) != true {
      spansOf = []
      spans = []
    }
    persons = CodedColumn(
      codes: .bytes([]), values: column.values, dictionary: column.dictionary)
    let missing = column.values.count - spansOf.count
    if missing > 0 { spansOf.append(contentsOf: repeatElement(nil, count: missing)) }
  }

  /// What the person is on the row's day; none for who held no office so far.
  private func office(of person: Int, _ persons: CodedColumn, _ row: Int) -> Span? {
    let range = spansOf[person] ?? findSpans(of: person, persons)
    if range.isEmpty { return nil }
    let day = days.day(row)
    var found: Span?
    for place in range {
      if day < spans[Int(place)].from { break }
      found = spans[Int(place)]
    }
    return found
  }

  private func findSpans(of person: Int, _ persons: CodedColumn) -> Range<Int32> {
    let start = Int32(spans.count)
    if let id = persons.values[person].text {
      for day in source.roles.changes(of: id) {
        let unit = source.officeUnit(of: id, on: day)
        spans.append(
          Span(
            from: day, unit: units.code(of: .entity(unit)),
            isOfficial: source.roles.isOfficial(id, on: day)))
      }
    }
    spansOf[person] = start..<Int32(spans.count)
    return start..<Int32(spans.count)
  }
}

/// A table of values that grows while blocks are read; code 0 is none.
struct DerivedTable {
  private let dictionary = DictionaryNumber.fresh()
  private var values: [Value] = [.none]
  private var codes: [Value: UInt32] = [.none: 0]

  mutating func code(of value: Value) -> UInt32 {
    if let known = codes[value] { return known }
    let code = UInt32(values.count)
    codes[value] = code
    values.append(value)
    return code
  }

  /// How many codes there are, none included, and what they stand for.
  var count: Int { values.count }
  var all: [Value] { values }

  func value(of code: UInt32) -> Value { values[Int(code)] }

  func column(_ codes: Codes) -> Column {
    .coded(CodedColumn(codes: codes, values: values, dictionary: dictionary))
  }
}

/// Codes of one table as codes of another, each found once.
struct CodeTranslation {
  private static let unknown = UInt32.max

  private var owner: CodedColumn?
  private var entries: [UInt32] = []

  mutating func follow(_ column: CodedColumn) {
    if owner?.sharesTable(with: column) != true { entries = [] }
    owner = CodedColumn(codes: .bytes([]), values: column.values, dictionary: column.dictionary)
    let missing = column.values.count - entries.count
    if missing > 0 {
      entries.append(contentsOf: repeatElement(CodeTranslation.unknown, count: missing))
    }
  }

  mutating func code(_ column: CodedColumn, _ row: Int, _ table: inout DerivedTable) -> UInt32 {
    let code = column.codes[row]
    if entries[code] == CodeTranslation.unknown {
      entries[code] = table.code(of: column.values[code])
    }
    return entries[code]
  }
}

/// The fills of the reading that asked last, whatever its clock, kept from one question to the next.
final class LastPersonFills {
  private var last: (reading: Reading, fills: PersonFills)?

  func fills(_ context: ReadingContext) throws -> PersonFills {
    let reading = try context.withoutClock
    if let last, last.reading == reading { return last.fills }
    let made = try PersonFills(context)
    last = (reading, made)
    return made
  }
}

extension Column {
  /// The column as codes; one without a dictionary gets a table of its own. O(rows).
  func coded(_ rowCount: Int) -> CodedColumn {
    if case .coded(let column) = self { return column }
    if case .constant(let value) = self {
      let isNone = value.isNone
      return CodedColumn(
        codes: .bytes([UInt8](repeating: isNone ? 0 : 1, count: rowCount)), values: [.none, value])
    }
    var values: [Value] = [.none]
    var known: [Value: UInt32] = [.none: 0]
    let codes = (0..<rowCount).map { row -> UInt32 in
      let value = self.value(at: row)
      let code = known[value] ?? UInt32(values.count)
      if Int(code) == values.count {
        known[value] = code
        values.append(value)
      }
      return code
    }
    return CodedColumn(codes: Codes(codes), values: values)
  }
}
