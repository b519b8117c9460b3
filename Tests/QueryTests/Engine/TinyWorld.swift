import Catalog
import Columns
import LedgerModel
import QueryEngine
import QueryPlan

/// A source written out by hand.
struct TinySource {
  let columns: [PlanColumn]
  let rows: [[Value]]
  /// Rows that only `(all: true)` yields.
  var withdrawn: Set<Int> = []
  /// From which position a row is known; all from the start unless told otherwise.
  var knownFrom: [Int: UInt64] = [:]

  init(_ columns: [(String, ValueType)], _ rows: [[Value]]) {
    self.columns = columns.map { PlanColumn($0.0, $0.1) }
    self.rows = rows
  }

  func place(of name: String) -> Int? { columns.firstIndex { $0.name == name } }
}

/// What was asked of a world, for tests of what is not asked.
final class Questions {
  var columns: [[String]] = []
  var readings: [Reading] = []
  var lookupCount = 0
  var blockCount = 0
  /// Called before each block with how many there were.
  var beforeBlock: (Int) -> Void = { _ in }
}

/// A ledger made of a few tables in memory and hand-written trees.
struct TinyWorld: QueryWorld {
  var sources: [String: TinySource] = [:]
  /// Trees by day; the one under none is the default.
  var trees: [Day?: TinyTree] = [:]
  var levels = ["central", "provincial", "upper", "grassroots"]
  var calendar = CampaignCalendar.standard
  var blockRowCount = 1024
  /// How columns come; none for plain lists of values.
  var coding: TinyCoding?
  let questions = Questions()
  let ranks = RankCache()

  static let reading = Reading(position: Position(100), clock: instant(2021, 8, 5, hour: 9))

  func reading(
    asOf: Value?, validAt: Value?, clock: Value?, assumptions: Assumptions, inherited: Reading
  ) throws -> Reading {
    var reading = inherited
    if case .position(let position)? = asOf {
      reading.position = position
      reading.clock = Instant(microseconds: Int64(position.number) * 1_000_000)
    }
    if case .instant(let instant)? = asOf { reading.clock = instant }
    if case .date(let day)? = validAt { reading.treeDay = day }
    if case .instant(let instant)? = clock { reading.clock = instant }
    if assumptions != Assumptions() { reading.assumptions = assumptions }
    return reading
  }

  func scan(
    source name: String, all: Bool, columns: [String], ranges: [ColumnRange], reading: Reading,
    _ body: (Block) throws -> Void
  ) throws {
    questions.columns.append(columns)
    questions.readings.append(reading)
    guard let source = sources[name] else { return }
    let places = columns.compactMap(source.place)
    var start = 0
    while start < source.rows.count {
      let end = min(start + blockRowCount, source.rows.count)
      let mask = (start..<end).map { row -> UInt8 in
        let isKnown = Position(source.knownFrom[row] ?? 0) <= reading.position
        return isKnown && (all || !source.withdrawn.contains(row)) ? 1 : 0
      }
      let rows = source.rows[start..<end]
      let stored = places.map { place in
        column(name, source.columns[place], rows.map { $0[place] })
      }
      start = end
      guard mayHold(ranges, columns, stored) else { continue }
      questions.beforeBlock(questions.blockCount)
      questions.blockCount += 1
      try body(Block(rowCount: rows.count, columns: stored, mask: Mask(bytes: mask)))
    }
  }

  private func column(_ source: String, _ column: PlanColumn, _ values: [Value]) -> Column {
    coding?.column(source, column, values) ?? .values(values)
  }

  /// Whether some row of a block may lie in all ranges, by the least and the greatest number.
  private func mayHold(_ ranges: [ColumnRange], _ names: [String], _ columns: [Column]) -> Bool {
    ranges.allSatisfy { range in
      guard let place = names.firstIndex(of: range.column) else { return true }
      let test = ZoneTest(column: place, kind: range.kind, range: range.range)
      return test.mayHold(ZoneMap(columns[place]))
    }
  }

  func lookup(
    source name: String, column: String, key: String, campaign: String?, reading: Reading
  ) throws -> Value {
    questions.lookupCount += 1
    guard let source = sources[name], let place = source.place(of: column) else { return .none }
    let found = source.rows.first { row in
      row[0] == .entity(key)
        && (campaign == nil || source.place(of: "campaign").map { row[$0].id } == campaign)
    }
    return found?[place] ?? .none
  }

  func tree(reading: Reading, day: Day?) throws -> any UnitTree {
    trees[day ?? reading.treeDay] ?? trees[nil] ?? TinyTree([])
  }
}

/// Columns as a store gives them: entities with the codes of one dictionary, other texts with codes
/// of their own, numbers as numbers.
final class TinyCoding {
  private let dictionaries = DictionarySet()

  func column(_ source: String, _ column: PlanColumn, _ values: [Value]) -> Column {
    if case .entity(let kind) = column.type.wrapped {
      let shared = dictionaries.dictionary(named: kind.rawValue)
      return ColumnEncoder(dictionary: shared, isShared: true).encode(values)
    }
    let own = dictionaries.dictionary(named: "\(source).\(column.name)")
    return ColumnEncoder(dictionary: own, isShared: false).encode(values)
  }
}

/// A tree given as lines `unit, parent, level`, names equal to the ids.
struct TinyTree: UnitTree {
  struct Line {
    let unit: String
    let parent: String?
    let level: String
  }

  private let lines: [Line]
  /// Where units that are not in the tree are counted.
  var places: [String: String] = [:]
  var members: [String: Int64] = [:]

  init(_ lines: [(String, String?, String)]) {
    self.lines = lines.map { Line(unit: $0.0, parent: $0.1, level: $0.2) }
  }

  private func line(_ unit: String) -> Line? { lines.first { $0.unit == unit } }

  private func chain(_ unit: String) -> [String] {
    var chain: [String] = []
    var next = line(unit)
    while let line = next {
      chain.append(line.unit)
      next = line.parent.flatMap(self.line)
    }
    return chain
  }

  func place(of unit: String) -> String? { line(unit) == nil ? places[unit] : unit }
  func isUnder(_ unit: String, root: String) -> Bool { chain(unit).contains(root) }
  func level(of unit: String) -> String? { line(unit)?.level }
  func ancestor(of unit: String, level: String) -> String? {
    chain(unit).first { line($0)?.level == level }
  }
  func successor(of unit: String) -> String? { places[unit] }
  func depth(of unit: String) -> Int? { line(unit).map { _ in chain(unit).count - 1 } }
  func path(of unit: String) -> String? {
    line(unit).map { _ in chain(unit).reversed().joined(separator: "/") }
  }
  func parent(of unit: String) -> String? { line(unit)?.parent }
  func children(of unit: String) -> [String] {
    lines.filter { $0.parent == unit }.map(\.unit).sorted()
  }
  var roots: [String] { lines.filter { $0.parent == nil }.map(\.unit) }
  func headcount(of unit: String, column: String) -> Int64? {
    column == "members" ? members[unit] : nil
  }
}

extension Value {
  var id: String? { if case .entity(let id) = self { id } else { nil } }
}
