package import LedgerModel

/// Who held an office when, as known at one position.
package struct RoleHistory: Sendable {
  private let terms: OfficeTerms

  init(_ terms: OfficeTerms) { self.terms = terms }

  /// The days on which some office of the person begins or ends, ascending.
  func changes(of person: String) -> [Day] {
    Set(terms.of(person).flatMap { [$0.starts] + ($0.ends.map { [$0] } ?? []) }).sorted()
  }

  /// True when the person held some office on that day.
  package func isOfficial(_ person: String, on day: Day) -> Bool {
    terms.places(of: person).contains { terms.all[Int($0)].isHeld(on: day) }
  }

  /// How many offices the person held on that day.
  package func officeCount(of person: String, on day: Day) -> Int {
    terms.places(of: person).count { terms.all[Int($0)].isHeld(on: day) }
  }

  /// The case of `role`: official on that day, else a member where a unit is known, else other.
  package func role(of person: String, on day: Day, unit: String?) -> String {
    if isOfficial(person, on: day) { return "official" }
    return unit == nil ? "other" : "member"
  }
}
