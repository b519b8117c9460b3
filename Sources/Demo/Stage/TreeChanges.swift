import LedgerModel

/// What becomes of the tree of units during the play: in each province one grassroots union is
/// renamed, one moved, one closed, one opened, and two are merged.
struct TreeChanges: Sendable {
  struct Province: Sendable {
    let provincial: Int
    let renamed: Int
    let moved: Int
    let newParent: Int
    let closed: Int
    let opened: Int
    let merged: [Int]
    /// The union that follows the merged ones.
    let successor: Int
  }

  /// Days since the first day of the play.
  static let openingDay = july(15)
  static let renamingDay = july(22)
  static let movingDay = july(25)
  static let closingDay = august(10)
  static let mergingDay = august(20)

  private(set) var provinces: [Province] = []
  private var firstDays: [Int: Int] = [:]
  private var ends: [Int: (day: Int, successor: Int?)] = [:]
  private var moves: [Int: Int] = [:]

  /// The population with the units that come into being, and what happens to it.
  static func plan(
    _ population: Population, _ dice: Dice
  ) -> (population: Population, changes: TreeChanges) {
    let children = population.children
    var changes = TreeChanges()
    var units = population.units
    for provincial in population.provincial {
      let large = population.upper.filter {
        population.units[$0].parent == provincial && children[$0].count >= 8
      }
      guard large.count >= 2 else { continue }
      let first = dice.number(0...large.count - 1, .changed, provincial)
      let (old, new) = (large[first], large[(first + 1) % large.count])
      let start = dice.number(0...children[old].count - 4, .changed, provincial, 1)
      let chosen = Array(children[old][start..<start + 3])
      let pair = dice.number(0...children[new].count - 2, .changed, provincial, 2)
      let merged = Array(children[new][pair..<pair + 2])
      changes.add(
        Province(
          provincial: provincial, renamed: chosen[0], moved: chosen[1], newParent: new,
          closed: chosen[2], opened: units.count, merged: merged, successor: units.count + 1))
      units += newUnits(of: population.units[provincial], under: new, after: units[merged[0]])
    }
    let successors = Set(changes.provinces.map(\.successor))
    return (Population(units: units) { !successors.contains($0) }, changes)
  }

  private static func newUnits(
    of province: Population.Unit, under parent: Int, after source: Population.Unit
  ) -> [Population.Unit] {
    let code = province.territory ?? province.id
    return [
      Population.Unit(
        id: "cdcs-moi-\(code)", kind: "cdcs", level: "grassroots",
        name: "CĐCS Công ty Cổ phần Năng lượng xanh", parent: parent, sector: source.sector,
        territory: source.territory, officials: 4, members: 34),
      Population.Unit(
        id: "cdcs-hop-nhat-\(code)", kind: source.kind, level: "grassroots",
        name: "\(source.name) (hợp nhất)", parent: parent, sector: source.sector,
        territory: source.territory, officials: 0, members: 0),
    ]
  }

  private mutating func add(_ province: Province) {
    provinces.append(province)
    firstDays[province.opened] = TreeChanges.openingDay
    firstDays[province.successor] = TreeChanges.mergingDay
    ends[province.closed] = (TreeChanges.closingDay, nil)
    for unit in province.merged { ends[unit] = (TreeChanges.mergingDay, province.successor) }
    moves[province.moved] = province.newParent
  }

  /// The unit that acts for `unit` on a day: itself while it is open, the one that followed it
  /// after a merger, none before it opened and after it closed.
  func place(of unit: Int, on day: Int) -> Int? {
    if let first = firstDays[unit], day < first { return nil }
    guard let end = ends[unit], day >= end.day else { return unit }
    return end.successor
  }

  /// The parent of a unit on a day, given the one it began with.
  func parent(of unit: Int, on day: Int, first parent: Int?) -> Int? {
    guard let later = moves[unit], day >= TreeChanges.movingDay else { return parent }
    return later
  }
}
