import LedgerModel

/// The units of the play and how many people each has. People are numbered through: the first of
/// a unit are its officials, then members.
struct Population: Sendable {
  struct Unit: Sendable {
    let id: String
    let level: String
    let parent: Int?
    let territory: String?
    let officials: Int
    let members: Int
    /// Number of its first person.
    let firstPerson: Int
  }

  let units: [Unit]
  let personCount: Int
  /// Indexes by level.
  let upper: [Int]
  let grassroots: [Int]
  let provincial: [Int]
  let children: [[Int]]

  init(units: [Unit]) {
    self.units = units
    personCount = units.last.map { $0.firstPerson + $0.officials + $0.members } ?? 0
    upper = units.indices.filter { units[$0].level == "upper" }
    grassroots = units.indices.filter { units[$0].level == "grassroots" }
    provincial = units.indices.filter { units[$0].level == "provincial" }
    var children = [[Int]](repeating: [], count: units.count)
    for (index, unit) in units.enumerated() {
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

  /// How files name that person.
  func account(_ person: Int) -> FieldValue {
    .account(Account(issuer: "portal", identifier: "u\(person)"))
  }

  func isOfficial(_ person: Int) -> Bool {
    let unit = units[unit(ofPerson: person)]
    return person - unit.firstPerson < unit.officials
  }

  /// Reads units and headcounts from the events of a plan.
  init(plan: [Event]) {
    var counts: [String: (officials: Int, members: Int)] = [:]
    for event in plan where event.kind == "headcount_declared" {
      counts[event.unit ?? ""] = (
        Int(event.integer("officials") ?? 0), Int(event.integer("members") ?? 0)
      )
    }
    var units: [Unit] = []
    var places: [String: Int] = [:]
    var nextPerson = 0
    for event in plan where event.kind == "orgunit_registered" {
      let id = event.text("unit") ?? ""
      let level = event.text("level") ?? ""
      let declared = counts[id]
      let officials = declared?.officials ?? Population.staff[level] ?? 0
      let members = max(0, (declared?.members ?? 0) - officials)
      places[id] = units.count
      units.append(
        Unit(
          id: id, level: level, parent: event.text("parent").flatMap { places[$0] },
          territory: event.text("territory"), officials: officials, members: members,
          firstPerson: nextPerson))
      nextPerson += officials + members
    }
    self.init(units: units)
  }

  /// Officials of the levels that declare no headcount.
  private static let staff = ["central": 12, "provincial": 9, "upper": 5]
}
