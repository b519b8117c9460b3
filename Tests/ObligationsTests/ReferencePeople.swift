import LedgerModel
import Projections

/// `people` person by person out of the stored rows, as short as it can be: what the columns must say.
struct ReferencePeople {
  private struct Office {
    let id: String
    let unit: String
    let position: String
    let starts: Day
    let ends: Day?
    let version: RowVersion

    func isHeld(on day: Day) -> Bool { starts <= day && (ends.map { day < $0 } ?? true) }
  }

  private struct Seen {
    let id: String
    var unit: String?
    var unitSeen: Instant?
    var gender: String?
    var standing: String?
    var isErased: Bool
    var at: Instant
    var version: RowVersion

    /// Seen first when either was, in the unit where either was seen last; erased when nothing is left
    /// of both.
    mutating func join(_ other: Seen) {
      if let seen = other.unitSeen, unitSeen.map({ $0 <= seen }) ?? true {
        (unit, unitSeen) = (other.unit, seen)
      }
      gender = gender ?? other.gender
      standing = standing ?? other.standing
      isErased = isErased && other.isErased
      at = min(at, other.at)
      version = version.merged(with: other.version)
    }
  }

  /// By name of a column the values of every person, in the order (position, person).
  let rows: [[String: Value]]

  init(_ context: ReadingContext) throws {
    var offices: [String: [Office]] = [:]
    let table = try context.stored("offices")
    for row in table.rows {
      func value(_ name: String) -> Value { row.values[table.column(name)] }
      guard let person = value("person").text, let id = value("office").text,
        let unit = value("unit").text, let starts = value("starts").day
      else { continue }
      offices[person, default: []].append(
        Office(
          id: id, unit: unit, position: value("position").text ?? "", starts: starts,
          ends: value("ends").day, version: table.version(of: row)))
    }
    var persons: [String: Seen] = [:]
    for person in try ReferencePeople.seen(context) {
      if persons[person.id] == nil {
        persons[person.id] = person
      } else {
        persons[person.id]?.join(person)
      }
    }
    let (tree, ranks) = (try context.tree(), try context.levelRanks)
    let made = persons.values.map { person in
      ReferencePeople.row(person, offices[person.id] ?? [], tree, ranks)
    }
    rows = made.sorted { left, right in
      func key(_ row: [String: Value]) -> (Position, String) {
        (row["seq"]?.position ?? .empty, row["person"]?.text ?? "")
      }
      let (one, other) = (key(left), key(right))
      return one.0 != other.0
        ? one.0 < other.0 : one.1.utf8.lexicographicallyPrecedes(other.1.utf8)
    }
  }

  private static func seen(_ context: ReadingContext) throws -> [Seen] {
    let table = try context.stored("%people")
    return table.rows.map { row in
      func value(_ name: String) -> Value { row.values[table.column(name)] }
      return Seen(
        id: value("%person").text ?? "", unit: value("%unit").text,
        unitSeen: value("%unit_seen").instant, gender: value("%gender").text,
        standing: value("%standing").text, isErased: value("%erased").bool ?? false,
        at: value("at").instant ?? Instant(microseconds: 0), version: table.version(of: row))
    }
  }

  private static func row(
    _ person: Seen, _ offices: [Office], _ tree: TreeOfDay, _ ranks: [String: Int]
  ) -> [String: Value] {
    let held = offices.filter { $0.isHeld(on: tree.day) }
    let principal = held.min { left, right in
      func rank(_ office: Office) -> Int { ranks[tree.level(of: office.unit) ?? ""] ?? .max }
      if rank(left) != rank(right) { return rank(left) < rank(right) }
      if left.starts != right.starts { return left.starts < right.starts }
      return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
    }
    let unit = principal?.unit ?? person.unit
    let role =
      !held.isEmpty
      ? "official" : person.standing == "worker" ? "worker" : unit == nil ? "other" : "member"
    let ends = offices.map(\.ends)
    let version = offices.reduce(person.version) { $0.merged(with: $1.version) }
    return [
      "person": .entity(person.id), "unit": .entity(unit),
      "level": .symbol(unit.flatMap { tree.level(of: $0) }), "role": .symbol(role),
      "position": .string(principal?.position), "gender": .symbol(person.gender),
      "joined": .date(offices.map(\.starts).min()),
      "left": .date(ends.contains(nil) ? nil : ends.compactMap { $0 }.max()),
      "offices": .integer(Int64(held.count)), "erased": .bool(person.isErased),
      "at": .instant(person.at), "seq": .position(version.position),
      "recorded": .instant(version.recorded), "actor": .string(version.actor),
      "corrected": .bool(version.isCorrected),
    ]
  }
}
