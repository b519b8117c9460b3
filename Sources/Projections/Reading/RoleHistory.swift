package import LedgerModel

/// Who held an office when, as known at one position.
package struct RoleHistory: Sendable {
  private var terms: [String: [Term]] = [:]

  private struct Term: Sendable {
    let starts: Day
    let ends: Day?
  }

  /// `check` is called every 4,096 rows and may throw to end the reading.
  init(offices: SourceTable, check: () throws -> Void) throws {
    let (person, starts, ends) = (
      offices.column("person"), offices.column("starts"), offices.column("ends")
    )
    for (number, row) in offices.rows.enumerated() {
      if number.isMultiple(of: 4_096) { try check() }
      guard let id = row.values[person].text, let first = row.values[starts].day else { continue }
      terms[id, default: []].append(Term(starts: first, ends: row.values[ends].day))
    }
  }

  /// The days on which some office of the person begins or ends, ascending.
  func changes(of person: String) -> [Day] {
    Set((terms[person] ?? []).flatMap { [$0.starts] + ($0.ends.map { [$0] } ?? []) }).sorted()
  }

  /// True when the person held some office on that day.
  package func isOfficial(_ person: String, on day: Day) -> Bool {
    (terms[person] ?? []).contains { $0.starts <= day && ($0.ends.map { day < $0 } ?? true) }
  }

  /// How many offices the person held on that day.
  package func officeCount(of person: String, on day: Day) -> Int {
    (terms[person] ?? []).count { $0.starts <= day && ($0.ends.map { day < $0 } ?? true) }
  }

  /// The case of `role`: official on that day, else a member where a unit is known, else other.
  package func role(of person: String, on day: Day, unit: String?) -> String {
    if isOfficial(person, on: day) { return "official" }
    return unit == nil ? "other" : "member"
  }
}
