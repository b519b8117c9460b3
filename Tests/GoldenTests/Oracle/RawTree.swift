import LedgerModel

/// The tree of units on any day, from the plain events.
struct RawTree: Sendable {
  struct Unit: Sendable {
    let level: String
    let firstParent: String?
    let territory: String?
    let opened: Day?
    var closed: Day?
    var moves: [(day: Day, parent: String)] = []
    var successors: Set<String> = []
    var predecessors: Set<String> = []

    func isValid(on day: Day) -> Bool {
      opened.map { $0 <= day } ?? true && closed.map { day < $0 } ?? true
    }

    func parent(on day: Day) -> String? {
      moves.last { $0.day <= day }?.parent ?? firstParent
    }
  }

  private(set) var units: [String: Unit] = [:]

  init(_ raw: RawLedger) {
    let types = ["registered", "moved", "closed", "merged"].map { "orgunit.\($0)" }
    for fact in raw.all(types) {
      let unit = fact.event.unit ?? ""
      switch fact.type {
      case "orgunit.registered": register(fact)
      case "orgunit.moved":
        if let day = fact.event.date("on"), let parent = fact.text("parent") {
          units[unit]?.moves.append((day, parent))
        }
      case "orgunit.closed": units[unit]?.closed = fact.event.date("on")
      default: merge(fact)
      }
    }
  }

  private mutating func register(_ fact: RawLedger.Fact) {
    units[fact.text("unit") ?? ""] = Unit(
      level: fact.text("level") ?? "", firstParent: fact.text("parent"),
      territory: fact.text("territory"), opened: fact.event.date("opened"))
  }

  /// The merged unit takes level and parent of the first of its sources.
  private mutating func merge(_ fact: RawLedger.Fact) {
    guard let day = fact.event.date("on"), let target = fact.text("target") else { return }
    let sources = fact.event.texts("sources")
    if units[target] == nil, let first = units[sources.first ?? ""] {
      units[target] = Unit(
        level: first.level, firstParent: first.parent(on: day), territory: first.territory,
        opened: day)
    }
    units[target]?.predecessors = Set(sources)
    for source in sources {
      units[source]?.closed = day
      units[source]?.successors.insert(target)
    }
  }

  /// Units of a level that are valid on a day.
  func valid(_ level: String, on day: Day) -> [String] {
    units.filter { $0.value.level == level && $0.value.isValid(on: day) }.map(\.key).sorted()
  }

  /// The unit from which a row hangs in the tree of a day, and all above it.
  func line(of unit: String, on day: Day) -> [String] {
    var line: [String] = []
    var next = place(of: unit, on: day)
    while let unit = next {
      line.append(unit)
      next = units[unit]?.parent(on: day)
    }
    return line
  }

  /// A unit that the day does not have: its only successor, else its last parent; one founded
  /// later: its only predecessor, else its first parent.
  private func place(of id: String, on day: Day) -> String? {
    guard let unit = units[id] else { return nil }
    if unit.isValid(on: day) { return id }
    if let closed = unit.closed, closed <= day {
      if unit.successors.count == 1, let next = unit.successors.first {
        return place(of: next, on: day)
      }
      return unit.parent(on: Day(number: closed.number - 1))
    }
    if unit.predecessors.count == 1, let next = unit.predecessors.first {
      return place(of: next, on: day)
    }
    return unit.firstParent
  }
}
