import LedgerModel

/// The units of the play and how many people each has. People are numbered through, unit after
/// unit: first the officials of a unit, then its other members.
struct Population: Sendable {
  struct Unit: Sendable {
    let id: String
    let kind: String
    let level: String
    let name: String
    let parent: Int?
    let sector: String?
    /// Administrative code of its place.
    let territory: String?
    let officials: Int
    /// Members without the officials.
    let members: Int
    /// Number of its first person.
    var firstPerson = 0

    var persons: Range<Int> { firstPerson..<firstPerson + officials + members }
  }

  /// Parents before children; units that come into being during the play last.
  let units: [Unit]
  let personCount: Int
  /// Indexes of units by level; units that come into being by a merger are on none of the lists.
  let central: [Int]
  let provincial: [Int]
  let upper: [Int]
  let grassroots: [Int]
  /// The units under each unit as the play begins, those on the lists only.
  let children: [[Int]]

  init(units: [Unit], isListed: (Int) -> Bool = { _ in true }) {
    var numbered = units
    var next = 0
    for index in numbered.indices {
      numbered[index].firstPerson = next
      next += numbered[index].officials + numbered[index].members
    }
    self.units = numbered
    personCount = next
    func listed(_ level: String) -> [Int] {
      units.indices.filter { units[$0].level == level && isListed($0) }
    }
    central = listed("central")
    provincial = listed("provincial")
    upper = listed("upper")
    grassroots = listed("grassroots")
    var children = [[Int]](repeating: [], count: units.count)
    for (index, unit) in units.enumerated() where isListed(index) {
      if let parent = unit.parent { children[parent].append(index) }
    }
    self.children = children
  }

  /// The unit of a person, by binary search.
  func unit(ofPerson person: Int) -> Int {
    var (low, high) = (0, units.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if units[middle].firstPerson <= person { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Whether a person holds an office, given their unit.
  func isOfficial(_ person: Int, of unit: Int) -> Bool {
    person - units[unit].firstPerson < units[unit].officials
  }

  /// How the portal names that person.
  func account(_ person: Int) -> FieldValue {
    .account(Account(issuer: "portal", identifier: "u\(person)"))
  }

  /// The federation of the province that a unit belongs to, itself included; none at the top.
  func province(of unit: Int) -> Int? {
    var place = unit
    while units[place].level != "provincial" {
      guard let parent = units[place].parent else { return nil }
      place = parent
    }
    return place
  }
}

extension Population {
  /// Reads units and headcounts from the events of a plan.
  init(plan: [Event]) {
    var counts: [String: Event] = [:]
    for event in plan where event.type == .headcountDeclared { counts[event.unit ?? ""] = event }
    var units: [Unit] = []
    var places: [String: Int] = [:]
    for event in plan where event.type == .orgunitRegistered {
      let id = event.text("unit") ?? ""
      let level = event.text("level") ?? ""
      let declared = counts[id]
      let officials = declared?.integer("officials").map { Int($0) } ?? staff(of: level)
      let members = declared?.integer("members").map { Int($0) } ?? 0
      places[id] = units.count
      units.append(
        Unit(
          id: id, kind: event.text("kind") ?? "", level: level, name: event.text("name") ?? id,
          parent: event.text("parent").flatMap { places[$0] }, sector: event.text("sector"),
          territory: event.text("territory"), officials: officials,
          members: max(0, members - officials)))
    }
    self.init(units: units)
  }
}

/// Officials of a unit that declares no headcount.
func staff(of level: String) -> Int {
  switch level {
  case "central": 12
  case "provincial": 9
  case "upper": 5
  default: 0
  }
}
