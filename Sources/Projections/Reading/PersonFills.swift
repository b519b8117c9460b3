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
  private var units = DerivedTable()
  /// By code of a unit of the offices its code here; 0 until it is asked for.
  private var officeUnits: [UInt32] = []
  private var ownUnits = CodeTranslation()

  init(_ context: ReadingContext) throws {
    source = try PersonColumns.Source(context)
    officeUnits = Array(repeating: 0, count: source.terms.units.count)
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
    let persons = source.terms.codes(of: inputs.person, inputs.rowCount)
    let own = inputs.unit.coded(inputs.rowCount)
    ownUnits.follow(own)
    let attended = inputs.manner.map { manner in RowMemo(manner) { $0 == .symbol("attended") } }
    days.follow(inputs.at, inputs.campaign)
    var (unitCodes, roleCodes): ([UInt32], [UInt8]) = ([], [])
    unitCodes.reserveCapacity(inputs.rowCount)
    roleCodes.reserveCapacity(inputs.rowCount)
    for row in 0..<inputs.rowCount {
      var unit = ownUnits.code(own, row, &units)
      let person = persons[row]
      var role = Role.none
      if person != 0, days.isKnown(row) {
        let office = office(of: person, row)
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

  /// What the person is on the row's day; none for who held no office so far.
  private func office(of person: UInt32, _ row: Int) -> Span? {
    let range = spans(of: person)
    if range.isEmpty { return nil }
    let day = days.day(row)
    var found: Span?
    for place in range {
      if day < spans[Int(place)].from { break }
      found = spans[Int(place)]
    }
    return found
  }

  private func spans(of person: UInt32) -> Range<Int32> {
    // Whom no code stands for held no office.
    guard person != ValueDictionary.unknown else { return 0..<0 }
    if person >= spansOf.count {
      let missing = Int(person) + 1 - spansOf.count
      spansOf.append(contentsOf: repeatElement(nil, count: max(missing, spansOf.count)))
    }
    if let known = spansOf[Int(person)] { return known }
    let found = findSpans(of: person)
    spansOf[Int(person)] = found
    return found
  }

  private func findSpans(of person: UInt32) -> Range<Int32> {
    let start = Int32(spans.count)
    for day in source.terms.changes(of: person) {
      let held = source.terms.held(by: person, on: day)
      spans.append(
        Span(
          from: day, unit: source.principal(held).map(unit) ?? 0, isOfficial: !held.isEmpty))
    }
    return start..<Int32(spans.count)
  }

  /// The code of an office's unit.
  private func unit(of office: Int) -> UInt32 {
    let code = Int(source.terms.unitCodes[office])
    if officeUnits[code] == 0 {
      officeUnits[code] = units.code(of: source.terms.units.value(of: UInt32(code)))
    }
    return officeUnits[code]
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
