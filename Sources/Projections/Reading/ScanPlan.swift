import Catalog
import Columns
import LedgerModel

/// How the columns that a question asks of a stored source come about: as stored, from the common
/// rules that work on whole columns, or row by row through the source's reading.
struct ScanPlan {
  /// Where one column comes from.
  enum Origin: Sendable {
    /// A stored column, by its number.
    case stored(Int)
    /// A stored column whose days, or pairs of days, become times.
    case settled(Int, SettledTime)
    /// A stored level where there is one, else that of the unit on the tree day.
    case level(stored: Int?, unit: Int)
    /// The same where the unit is itself made.
    indirect case levelOf(Origin, stored: Int?)
    case backdated
    /// Whether the row stands.
    case stands
    /// The position from which the row holds, or the one until which it does; known only where rows
    /// closed meanwhile are shown, too.
    case opened, closed
    /// The unit or the role of the row's person on its day.
    case ofPerson(PersonPart, PersonSource)
    /// The reading's column filler makes it, from those stored columns.
    case made(String, [Int])
    /// Nothing fills it.
    case none
    /// The reading fills it, or what it is made from.
    case filled
  }

  enum SettledTime: Sendable { case instant, period }
  enum PersonPart: Sendable { case unit, role }

  /// The stored columns that unit and role of a person are made from.
  struct PersonSource: Sendable {
    let person: Int
    let unit: Int?
    let role: Int?
    let manner: Int?

    var columns: [Int] { [person] + [unit, role, manner].compactMap { $0 } }
  }

  /// One per column asked for, in the order asked.
  let origins: [Origin]
  /// True when the source's reading has to look at every row.
  let needsFiller: Bool
  /// From which stored columns the reading's column filler tells which rows stand; none where stored
  /// rows say it themselves.
  let standing: [Int]?

  init(
    _ source: String, _ columns: [String], layout: ColumnLayout, reading: (any RowReading)?
  ) {
    let made = (reading?.madeOfColumns ?? [:]).mapValues { $0.compactMap { layout.index(of: $0) } }
    let rules = ScanRules(source, layout, Set(reading?.fills ?? []))
    let decides = reading?.decidesStanding ?? false
    let quick = columns.map { rules.origin(of: $0, persons: reading?.persons, made) }
    needsFiller =
      decides && made["%stands"] == nil
      || quick.contains { if case .filled = $0 { true } else { false } }
    // What looks at every row anyway fills these too.
    origins = needsFiller ? columns.map { rules.origin(of: $0, persons: nil, [:]) } : quick
    standing = needsFiller || !decides ? nil : made["%stands"]
  }

  private static func read(by origin: Origin, _ layout: ColumnLayout) -> [Int] {
    switch origin {
    case .stored(let column), .settled(let column, _): [column]
    case .level(let stored, let unit): [unit] + (stored.map { [$0] } ?? [])
    case .levelOf(let unit, let stored): read(by: unit, layout) + (stored.map { [$0] } ?? [])
    case .backdated: [layout.at, layout.recorded]
    case .ofPerson(_, let source): [layout.at] + source.columns
    case .made(_, let columns): columns
    case .stands, .opened, .closed, .none, .filled: []
    }
  }

  /// Of those columns the ones that are made without a look at single rows.
  static func wholeColumns(
    _ source: String, _ columns: [String], layout: ColumnLayout, reading: (any RowReading)?
  ) -> [String] {
    columns.filter { name in
      !ScanPlan(source, [name], layout: layout, reading: reading).needsFiller
    }
  }

  /// The stored columns that the origins read, `stands` and `campaign` first.
  func storedColumns(_ layout: ColumnLayout) -> [Int] {
    var wanted = [layout.stands, layout.campaign] + (standing ?? [])
    for origin in origins { wanted += ScanPlan.read(by: origin, layout) }
    var seen: Set<Int> = []
    return wanted.filter { seen.insert($0).inserted }
  }
}

extension ScanPlan {
  /// The ranges as tests of stored zones, for columns with those origins that are shown as they are stored. A zone of
  /// days says nothing about the instants that they become.
  static func zoneTests(
    _ ranges: [ColumnRange], _ columns: [String], _ origins: [Origin]
  ) -> [ZoneTest] {
    ranges.compactMap { range in
      guard let place = columns.firstIndex(of: range.column) else { return nil }
      switch origins[place] {
      case .stored(let column), .settled(let column, _):
        return ZoneTest(column: column, kind: range.kind, range: range.range)
      case .level, .levelOf, .backdated, .ofPerson, .made, .stands, .opened, .closed, .none,
        .filled:
        return nil
      }
    }
  }
}

/// What decides where a column comes from.
private struct ScanRules {
  let schema: SourceSchema?
  let layout: ColumnLayout
  let fills: Set<String>
  /// True when the rows of the source take their level from a unit.
  let hasLevel: Bool

  init(_ source: String, _ layout: ColumnLayout, _ fills: Set<String>) {
    schema = SourceCatalog.source(named: source)
    self.layout = layout
    self.fills = fills
    hasLevel = schema?.column(named: "level")?.column.type == .level
  }

  private static let hidden: [String: ScanPlan.Origin] = [
    "%stands": .stands, "%from": .opened, "%until": .closed,
  ]

  func origin(
    of name: String, persons: PersonRule?, _ made: [String: [Int]]
  ) -> ScanPlan.Origin {
    if let hidden = ScanRules.hidden[name] { return hidden }
    if let persons, let part = part(name), let source = personSource(persons) {
      return .ofPerson(part, source)
    }
    if let columns = made[name] { return .made(name, columns) }
    if fills.contains(name) { return .filled }
    if name == "backdated", schema != nil {
      return fills.isDisjoint(with: ["at", "campaign", "recorded"]) ? .backdated : .filled
    }
    if name == "level", hasLevel, let unit = schema?.unitColumn {
      if fills.contains(unit) {
        let made = origin(of: unit, persons: persons, made)
        if case .filled = made { return .filled }
        return .levelOf(made, stored: layout.index(of: name))
      }
      guard let column = layout.index(of: unit) else { return .none }
      return .level(stored: layout.index(of: name), unit: column)
    }
    guard let column = layout.index(of: name) else { return .none }
    switch schema?.column(named: name)?.column.type.wrapped {
    case .instant?: return .settled(column, .instant)
    case .period?: return .settled(column, .period)
    default: return .stored(column)
    }
  }

  private func part(_ name: String) -> ScanPlan.PersonPart? {
    switch name {
    case "unit": .unit
    case "role": .role
    default: nil
    }
  }

  private func personSource(_ rule: PersonRule) -> ScanPlan.PersonSource? {
    guard let person = layout.index(of: "person") else { return nil }
    return ScanPlan.PersonSource(
      person: person, unit: layout.index(of: "unit"), role: layout.index(of: "role"),
      manner: rule.manner.flatMap(layout.index))
  }
}
