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

/// The offices known at K, by person.
package struct OfficeTerms: Sendable {
  package let all: [OfficeTerm]
  private let byPerson: [String: [OfficeTerm]]

  package init(_ table: SourceTable) {
    let columns = ["office", "person", "unit", "position", "full_time", "starts", "ends"]
      .map { table.column($0) }
    all = table.rows.compactMap { row in
      func value(_ index: Int) -> Value { row.values[columns[index]] }
      guard let office = value(0).text, let person = value(1).text, let unit = value(2).text,
        let starts = value(5).day
      else { return nil }
      return OfficeTerm(
        office: office, person: person, unit: unit, position: value(3).text ?? "",
        isFullTime: value(4).bool, starts: starts, ends: value(6).day,
        version: table.version(of: row))
    }
    byPerson = Dictionary(grouping: all, by: \.person)
  }

  package func of(_ person: String) -> [OfficeTerm] { byPerson[person] ?? [] }
}

extension [OfficeTerm] {
  /// The office that decides a person's unit: that of the highest level, then the earliest start,
  /// then the office id. `rank` is 0 for the root's level.
  package func principal(_ rank: (OfficeTerm) -> Int) -> OfficeTerm? {
    self.min { left, right in
      let (leftRank, rightRank) = (rank(left), rank(right))
      if leftRank != rightRank { return leftRank < rightRank }
      if left.starts != right.starts { return left.starts < right.starts }
      return left.office.utf8.lexicographicallyPrecedes(right.office.utf8)
    }
  }
}
