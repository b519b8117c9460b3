import Catalog
import LedgerModel

/// `people`: everyone whom the ledger knows, with the principal office of the tree day.
package struct PeopleSource: DerivedSource {
  package init() {}

  package let source = "people"
  package let dependencies = ["%people", "offices"] + UnitHistory.sources

  package func rows(in context: ReadingContext) throws -> [DerivedRow] {
    let known = try context.stored("%people")
    let terms = try OfficeTerms(context.stored("offices"))
    let tree = try context.tree()
    let ranks = try context.levelRanks
    return known.rows.map { row in
      let person = Seen(row, known)
      return PeopleSource.row(person, terms.of(person.id), tree, ranks)
    }
  }

  private struct Seen {
    let id: String
    let unit: String?
    let gender: String?
    let standing: String?
    let isErased: Bool
    let at: Instant
    let version: RowVersion

    init(_ row: SourceRow, _ table: SourceTable) {
      id = row.values[table.column("%person")].text ?? ""
      unit = row.values[table.column("%unit")].text
      gender = row.values[table.column("%gender")].text
      standing = row.values[table.column("%standing")].text
      isErased = row.values[table.column("%erased")].bool ?? false
      at = row.values[table.column("at")].instant ?? Instant(microseconds: 0)
      version = table.version(of: row)
    }
  }

  private static func row(
    _ person: Seen, _ terms: [OfficeTerm], _ tree: TreeOfDay, _ ranks: [String: Int]
  ) -> DerivedRow {
    let held = terms.filter { $0.isHeld(on: tree.day) }
    let principal = held.principal { ranks[tree.level(of: $0.unit) ?? ""] ?? .max }
    let unit = principal?.unit ?? person.unit
    let role =
      held.isEmpty ? undeclared(person.standing, unit) : "official"
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
  private static func undeclared(_ standing: String?, _ unit: String?) -> String {
    if standing == "worker" { return "worker" }
    return unit == nil ? "other" : "member"
  }

  /// The first day without any office; none while one is held without an end.
  private static func lastDay(_ terms: [OfficeTerm]) -> Day? {
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
