import LedgerModel

/// One event about the tree, read from its stored row.
struct UnitFact {
  let origin: Position
  private let row: StoredRow

  /// What facts tell, in the order of `columns`; most of it only some kinds of facts.
  enum Detail: Int {
    case fact, origin, unit, on, name, old
    case kind, level, code, sector, territory, departments, parent, units, time
  }

  private static let columns = [
    "%fact", "%origin", "%unit", "%on", "%name", "%old", "%kind", "%level", "%code", "%sector",
    "%territory", "%departments", "%parent", "%units", "%time",
  ]

  /// The visible facts in the order of their events, wherever corrections put their rows.
  static func all(in context: ReadingContext) throws -> [UnitFact] {
    var facts: [UnitFact] = []
    try context.eachStored("%unit_facts", columns + StoredRow.versionColumns) {
      facts.append(UnitFact($0))
    }
    guard !facts.indices.dropFirst().allSatisfy({ facts[$0 - 1].origin <= facts[$0].origin }) else {
      return facts
    }
    return facts.sorted { $0.origin < $1.origin }
  }

  private init(_ row: StoredRow) {
    self.row = row
    origin = row[Detail.origin.rawValue].position ?? .empty
  }

  subscript(detail: Detail) -> Value { row[detail.rawValue] }

  var unit: String { self[.unit].text ?? "" }
  var day: Day? { self[.on].day }
  var name: String? { self[.name].text }
  var version: RowVersion { row.version(at: UnitFact.columns.count) }
}
