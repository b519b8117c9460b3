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
  /// `columns` are the places of office, person, unit, position, full_time, starts and ends.
  fileprivate init?(_ row: SourceRow, _ columns: [Int], _ table: SourceTable) {
    func value(_ index: Int) -> Value { row.values[columns[index]] }
    guard let office = value(0).text, let person = value(1).text, let unit = value(2).text,
      let starts = value(5).day
    else { return nil }
    self.init(
      office: office, person: person, unit: unit, position: value(3).text ?? "",
      isFullTime: value(4).bool, starts: starts, ends: value(6).day,
      version: table.version(of: row))
  }
}

/// The offices known at K, by person.
package struct OfficeTerms: Sendable {
  package let all: [OfficeTerm]
  private let byPerson: [String: [OfficeTerm]]

  /// `check` is called every 4,096 rows and may throw to end the reading.
  package init(_ table: SourceTable, check: () throws -> Void = {}) throws {
    let columns = ["office", "person", "unit", "position", "full_time", "starts", "ends"]
      .map { table.column($0) }
    var terms: [OfficeTerm] = []
    terms.reserveCapacity(table.rows.count)
    for (number, row) in table.rows.enumerated() {
      if number.isMultiple(of: 4_096) { try check() }
      if let term = OfficeTerm(row, columns, table) { terms.append(term) }
    }
    all = terms
    byPerson = Dictionary(grouping: all, by: \.person)
    try check()
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
