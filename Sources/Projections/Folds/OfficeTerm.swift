package import LedgerModel

/// One office held by one person for some time.
package struct OfficeTerm: Sendable {
  package let office: String
  package let person: String
  package let unit: String
  package let position: String
  package let isFullTime: Bool?
  package let starts: Day
  /// First day not held.
  package let ends: Day?
  package let version: RowVersion

  package func isHeld(on day: Day) -> Bool {
    starts <= day && (ends.map { day < $0 } ?? true)
  }
}

extension OfficeTerm {
  fileprivate static let columns =
    ["office", "person", "unit", "position", "full_time", "starts", "ends"]
    + StoredRow.versionColumns

  fileprivate init?(_ row: StoredRow) {
    guard let office = row[0].text, let person = row[1].text, let unit = row[2].text,
      let starts = row[5].day
    else { return nil }
    self.init(
      office: office, person: person, unit: unit, position: row[3].text ?? "",
      isFullTime: row[4].bool, starts: starts, ends: row[6].day, version: row.version(at: 7))
  }
}

/// The offices known at K, by person.
package final class OfficeTerms: Sendable {
  package let all: [OfficeTerm]
  /// By office the number of its person; persons are numbered from 0 as they first come.
  package let persons: [Int32]
  package var personCount: Int { starts.count - 1 }
  private let numbers: [String: Int32]
  /// Offices of a person from `starts` of its number up to that of the next.
  private let starts: [Int32]
  private let byPerson: [Int32]

  /// O(offices).
  init(_ context: ReadingContext) throws {
    var terms: [OfficeTerm] = []
    var (persons, numbers) = ([Int32](), [String: Int32]())
    try context.eachStored("offices", OfficeTerm.columns) { row in
      guard let term = OfficeTerm(row) else { return }
      terms.append(term)
      let next = Int32(numbers.count)
      let person = numbers[term.person] ?? next
      if person == next { numbers[term.person] = next }
      persons.append(person)
    }
    (all, self.persons, self.numbers) = (terms, persons, numbers)
    (starts, byPerson) = OfficeTerms.grouped(persons, count: numbers.count)
  }

  /// By number of a person the place of the first office.
  var firsts: [Int32] { starts.dropLast().map { byPerson[Int($0)] } }

  /// In the order of `all`.
  package func of(_ person: String) -> [OfficeTerm] { places(of: person).map { all[Int($0)] } }

  /// Places in `all` of a person's offices.
  func places(of person: String) -> ArraySlice<Int32> {
    guard let number = numbers[person] else { return [] }
    return byPerson[Int(starts[Int(number)])..<Int(starts[Int(number) + 1])]
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

extension OfficeTerm {
  /// True when it decides its person's unit rather than the other does: the office of the higher
  /// level, then the one that starts earlier, then the one whose id comes first. A rank is 0 for the
  /// root's level.
  package func precedes(_ other: OfficeTerm, rank: Int, otherRank: Int) -> Bool {
    if rank != otherRank { return rank < otherRank }
    if starts != other.starts { return starts < other.starts }
    return office.utf8.lexicographicallyPrecedes(other.office.utf8)
  }
}

extension [OfficeTerm] {
  /// The office that decides a person's unit.
  package func principal(_ rank: (OfficeTerm) -> Int) -> OfficeTerm? {
    self.min { $0.precedes($1, rank: rank($0), otherRank: rank($1)) }
  }
}
