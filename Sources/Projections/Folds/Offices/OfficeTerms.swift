import Columns
package import LedgerModel

/// The offices known at K, in log order and by person: days, persons and units as numbers, everything
/// else in the stored blocks, which are read where somebody asks for it.
package final class OfficeTerms: Sendable {
  /// Where the row of an office lies.
  private struct Place {
    let block: Int32
    let row: Int32
  }

  /// Which event made a row what it is.
  struct Version {
    let position: UInt64
    /// Microseconds.
    let recorded: Int64
    /// Code of the actor.
    let actor: UInt32
    let isCorrected: Bool
  }

  /// The number of a day that never comes.
  private static let never = Int32.max

  /// The columns of each block.
  private let blocks: [[Column]]
  private let rows: [Place]
  private let starts: [Int32]
  private let ends: [Int32]
  private let versions: [Version]
  private let actors: DerivedTable
  /// By office the number of its person; persons are numbered from 0 as they first come.
  package let persons: [Int32]
  /// By office the code of its unit in `units`.
  let unitCodes: [UInt32]
  let units: DerivedTable
  private let codes: PersonCodes
  /// By code of a person the number; −1 for who never held an office.
  private let numbers: [Int32]
  /// Offices of a person from `firsts` of its number up to that of the next.
  private let firsts: [Int32]
  private let byPerson: [Int32]

  fileprivate static let columns =
    ["office", "person", "unit", "position", "full_time", "starts", "ends"]
    + StoredRow.versionColumns

  /// O(offices).
  init(_ context: ReadingContext) throws {
    _ = try context.folded("offices")
    var reader = OfficeReader(try context.personCodes())
    try context.eachStoredBlock("offices", OfficeTerms.columns) { reader.take($0) }
    blocks = reader.blocks
    rows = zip(reader.blockOf, reader.rowOf).map { Place(block: $0, row: $1) }
    (starts, ends) = (reader.starts, reader.ends)
    (versions, actors) = (reader.versions, reader.actors)
    (persons, numbers, codes) = (reader.persons, reader.numbers, reader.codes)
    (unitCodes, units) = (reader.unitCodes, reader.units)
    (firsts, byPerson) = OfficeTerms.grouped(persons, count: reader.personCount)
  }

  package var count: Int { rows.count }
  package var personCount: Int { firsts.count - 1 }

  private func row(_ office: Int) -> StoredRow {
    let place = rows[office]
    return StoredRow(columns: blocks[Int(place.block)], row: Int(place.row))
  }

  package func isHeld(_ office: Int, on day: Day) -> Bool {
    starts[office] <= day.number && day.number < ends[office]
  }

  package func firstDay(_ office: Int) -> Day { Day(number: starts[office]) }

  /// First day not held.
  package func endDay(_ office: Int) -> Day? {
    ends[office] == OfficeTerms.never ? nil : Day(number: ends[office])
  }

  package func version(_ office: Int) -> RowVersion {
    let version = versions[office]
    return RowVersion(
      position: Position(version.position), recorded: Instant(microseconds: version.recorded),
      actor: actors.value(of: version.actor).text, isCorrected: version.isCorrected)
  }

  /// The same with the actor as a code of `actors`.
  func codedVersion(_ office: Int) -> Version { versions[office] }

  /// Actors by code.
  var actorCount: Int { actors.count }
  func actor(_ code: Int) -> Value { actors.value(of: UInt32(code)) }

  package func unit(_ office: Int) -> String { units.value(of: unitCodes[office]).text ?? "" }

  /// By office what `number` makes of its unit, asked once for each unit.
  package func byUnit(_ number: (String) -> Int32) -> [Int32] {
    let numbers = (0..<units.count).map { code in
      code == 0 ? -1 : number(units.value(of: UInt32(code)).text ?? "")
    }
    return unitCodes.map { numbers[Int($0)] }
  }

  package func id(_ office: Int) -> String { row(office)[0].text ?? "" }

  package func position(_ office: Int) -> String { row(office)[3].text ?? "" }

  package func isFullTime(_ office: Int) -> Bool? { row(office)[4].bool }

  /// The person of an office.
  package func person(_ office: Int) -> String { row(office)[1].text ?? "" }

  /// True when the first decides its person's unit rather than the second does: the office of the
  /// higher level, then the one that starts earlier, then the one whose id comes first. A rank is 0
  /// for the root's level.
  package func precedes(_ office: Int, _ other: Int, rank: Int, otherRank: Int) -> Bool {
    if rank != otherRank { return rank < otherRank }
    if starts[office] != starts[other] { return starts[office] < starts[other] }
    return id(office).utf8.lexicographicallyPrecedes(id(other).utf8)
  }

  /// The office that decides a person's unit.
  func principal(_ offices: some Sequence<Int>, _ rank: (Int) -> Int) -> Int? {
    var found: (office: Int, rank: Int)?
    for office in offices {
      guard let best = found else {
        found = (office, -1)
        continue
      }
      // Most persons hold one office, and its rank is asked for by nobody.
      let known = best.rank < 0 ? rank(best.office) : best.rank
      let own = rank(office)
      found =
        precedes(office, best.office, rank: own, otherRank: known)
        ? (office, own) : (best.office, known)
    }
    return found?.office
  }

  // MARK: By person

  /// Codes of persons below are those of the dictionary that all sources share.
  var sharedPersonCount: Int { codes.sharedCount }

  /// The code of every person of a column, as `offices(of:)` takes them.
  func codes(of persons: Column, _ rowCount: Int) -> [UInt32] { codes.known(persons, rowCount) }

  /// The code of a person; none for one whom nothing coded names.
  func code(of person: String) -> UInt32? { codes.code(of: person) }

  /// The offices of a person, in log order.
  func offices(of person: UInt32) -> ArraySlice<Int32> {
    guard person < numbers.count, numbers[Int(person)] >= 0 else { return [] }
    return offices(ofNumber: Int(numbers[Int(person)]))
  }

  func offices(ofNumber number: Int) -> ArraySlice<Int32> {
    byPerson[Int(firsts[number])..<Int(firsts[number + 1])]
  }

  /// The person of that number.
  func personName(_ number: Int) -> String { person(Int(byPerson[Int(firsts[number])])) }

  /// The days on which some office of the person begins or ends, ascending.
  func changes(of person: UInt32) -> [Day] {
    var days: Set<Int32> = []
    for office in offices(of: person) {
      days.insert(starts[Int(office)])
      if ends[Int(office)] != OfficeTerms.never { days.insert(ends[Int(office)]) }
    }
    return days.sorted().map { Day(number: $0) }
  }

  /// The offices that the person held on a day, in log order.
  func held(by person: UInt32, on day: Day) -> [Int] {
    offices(of: person).lazy.map { Int($0) }.filter { isHeld($0, on: day) }
  }

  /// Every person with an office, and its number.
  func eachPerson(_ body: (_ code: UInt32, _ number: Int) throws -> Void) rethrows {
    for (code, number) in numbers.enumerated() where number >= 0 {
      try body(UInt32(code), Int(number))
    }
  }

  /// Places of elements by their group: a counting sort.
  private static func grouped(
    _ groups: [Int32], count: Int
  ) -> (starts: [Int32], places: [Int32]) {
    var starts = [Int32](repeating: 0, count: count + 1)
    for group in groups { starts[Int(group) + 1] += 1 }
    for group in 0..<count { starts[group + 1] += starts[group] }
    var next = starts
    var places = [Int32](repeating: 0, count: groups.count)
    for (place, group) in groups.enumerated() {
      places[Int(next[Int(group)])] = Int32(place)
      next[Int(group)] += 1
    }
    return (starts, places)
  }
}

/// Reads the stored rows of offices into numbers.
private struct OfficeReader {
  private(set) var blocks: [[Column]] = []
  private(set) var blockOf: [Int32] = []
  private(set) var rowOf: [Int32] = []
  private(set) var starts: [Int32] = []
  private(set) var ends: [Int32] = []
  private(set) var versions: [OfficeTerms.Version] = []
  private(set) var actors = DerivedTable()
  private(set) var persons: [Int32] = []
  private(set) var unitCodes: [UInt32] = []
  private(set) var units = DerivedTable()
  private(set) var codes: PersonCodes
  /// By code of a person.
  private(set) var numbers: [Int32] = []
  private(set) var personCount = 0
  private var ownUnits = CodeTranslation()
  private var ownActors = CodeTranslation()

  init(_ codes: PersonCodes) { self.codes = codes }

  /// Adds the visible rows of a block that have an office, a person, a unit and a first day.
  mutating func take(_ block: Block) {
    let person = codes.codes(of: block.columns[1], block.rowCount)
    if numbers.count < codes.count {
      numbers.append(contentsOf: repeatElement(-1, count: codes.count - numbers.count))
    }
    let unit = block.columns[2].coded(block.rowCount)
    ownUnits.follow(unit)
    let actor = block.columns[9].coded(block.rowCount)
    ownActors.follow(actor)
    let (first, last) = (NumberReader(block.columns[5]), NumberReader(block.columns[6]))
    let (seq, recorded) = (NumberReader(block.columns[7]), NumberReader(block.columns[8]))
    let number = Int32(blocks.count)
    for row in 0..<block.rowCount where block.mask[row] {
      let code = ownUnits.code(unit, row, &units)
      guard person[row] != 0, code != 0, !block.columns[0].isNone(at: row),
        let start = first[row]
      else { continue }
      add(person[row])
      unitCodes.append(code)
      starts.append(Int32(truncatingIfNeeded: start))
      ends.append(last[row].map { Int32(truncatingIfNeeded: $0) } ?? .max)
      versions.append(
        OfficeTerms.Version(
          position: UInt64(seq[row] ?? 0), recorded: recorded[row] ?? 0,
          actor: ownActors.code(actor, row, &actors),
          isCorrected: block.columns[10].value(at: row).bool ?? false))
      blockOf.append(number)
      rowOf.append(Int32(row))
    }
    blocks.append(block.columns)
  }

  private mutating func add(_ person: UInt32) {
    if numbers[Int(person)] < 0 {
      numbers[Int(person)] = Int32(personCount)
      personCount += 1
    }
    persons.append(numbers[Int(person)])
  }
}
