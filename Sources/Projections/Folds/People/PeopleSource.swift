import Catalog
package import Columns
import LedgerModel

/// `people`: everyone whom the ledger knows, with the principal office of the tree day; linked
/// accounts are one person.
package struct PeopleSource: DerivedSource {
  package init() {}

  package let source = "people"
  package let dependencies = ["%people", "offices"] + UnitHistory.sources
  package let readsClock = false

  /// The same rows in columns, kept for further questions.
  package func scan(
    all: Bool, columns: [String], in context: ReadingContext, _ body: (Block) throws -> Void
  ) throws -> Bool {
    let table = try context.sharedAtAnyClock("people in columns") { try PeopleTable(context) }
    return try table.scan(columns, context.store.check, body)
  }

  package func rows(in context: ReadingContext) throws -> [DerivedRow] {
    let known = try context.stored("%people")
    let terms = try context.officeTerms
    let tree = try context.tree()
    let ranks = try context.levelRanks
    var places: [String: Int] = [:]
    var persons: [Seen] = []
    for person in known.rows.map({ Seen($0, known) }) {
      if let place = places[person.id] {
        persons[place] = persons[place].joined(with: person)
      } else {
        places[person.id] = persons.count
        persons.append(person)
      }
    }
    return persons.map { PeopleSource.row($0, terms.of($0.id), tree, ranks) }
  }

  /// What events tell of one person, under one account or several.
  private struct Seen {
    let id: String
    private(set) var unit: String?
    private var unitSeen: Instant?
    private(set) var gender: String?
    private(set) var standing: String?
    private(set) var isErased: Bool
    private(set) var at: Instant
    private(set) var version: RowVersion

    init(_ row: SourceRow, _ table: SourceTable) {
      func value(_ name: String) -> Value { row.values[table.column(name)] }
      id = value("%person").text ?? ""
      unit = value("%unit").text
      unitSeen = value("%unit_seen").instant
      gender = value("%gender").text
      standing = value("%standing").text
      isErased = value("%erased").bool ?? false
      at = value("at").instant ?? Instant(microseconds: 0)
      version = table.version(of: row)
    }

    /// Seen first when either was, in the unit where either was seen last; erased when nothing is
    /// left of both.
    func joined(with other: Seen) -> Seen {
      var joined = self
      if let seen = other.unitSeen, unitSeen.map({ $0 <= seen }) ?? true {
        (joined.unit, joined.unitSeen) = (other.unit, seen)
      }
      joined.gender = gender ?? other.gender
      joined.standing = standing ?? other.standing
      joined.isErased = isErased && other.isErased
      joined.at = min(at, other.at)
      joined.version = version.merged(with: other.version)
      return joined
    }
  }

  private static func row(
    _ person: Seen, _ terms: [OfficeTerm], _ tree: TreeOfDay, _ ranks: [String: Int]
  ) -> DerivedRow {
    let held = terms.filter { $0.isHeld(on: tree.day) }
    let principal = held.principal { ranks[tree.level(of: $0.unit) ?? ""] ?? .max }
    let unit = principal?.unit ?? person.unit
    let role =
      held.isEmpty ? undeclared(person.standing, isPlaced: unit != nil) : "official"
    let values: [Value] = [
      .entity(person.id), .entity(unit), .symbol(unit.flatMap { tree.level(of: $0) }),
      .symbol(role),
      .string(principal?.position), .none, .symbol(person.gender),
      .date(terms.map(\.starts).min()), .date(lastDay(terms)), .integer(Int64(held.count)),
      .bool(person.isErased),
    ]
    let version = terms.reduce(person.version) { $0.merged(with: $1.version) }
    return DerivedRow(values: values, at: .instant(person.at), version: version)
  }

  /// The role of somebody without an office on the day: what a nomination said, else a member
  /// where some unit is known.
  static func undeclared(_ standing: String?, isPlaced: Bool) -> String {
    if standing == "worker" { return "worker" }
    return isPlaced ? "member" : "other"
  }

  /// The first day without any office; none while one is held without an end.
  static func lastDay(_ terms: [OfficeTerm]) -> Day? {
    let ends = terms.map(\.ends)
    return ends.contains(nil) ? nil : ends.compactMap { $0 }.max()
  }
}

extension ReadingContext {
  /// Rank of each level, 0 for the root.
  package var levelRanks: [String: Int] {
    get throws {
      let levels = try campaigns.levels
      return Dictionary(
        levels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }
}
