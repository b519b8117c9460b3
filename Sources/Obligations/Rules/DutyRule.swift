package import LedgerModel
package import Projections
package import QueryPlan

/// A duty of a plan as it was last declared.
package struct DutyRule: Sendable, Hashable {
  package var campaign: String
  package var duty: String
  package var title: String
  package var kind: String
  package var provision: String
  package var origin: String
  /// Selector of those who owe it.
  package var holder: String
  /// Selector of the targets of a pair duty.
  package var each: String?
  /// Evidence by part; one part with an empty name when the duty has none.
  package var parts: [DutyPart]
  /// `parent`, `ancestor LEVEL`, a unit, or none.
  package var to: String?
  package var via: String?
  package var department: String?
  /// First day.
  package var opens: Day
  package var due: DueDay
  package var boundary: Boundary
  package var grace: TimeLength
  package var cardinality: DutyCardinality
  /// `unit` or `ancestor LEVEL`, for `any`.
  package var group: String?
  package var minimum: Int
  package var isJudged: Bool
  package var version: RowVersion
  package var declaredAt: Position

  /// What stands in every obligation's key in front of the holder.
  package var key: String { "\(campaign)/\(duty)" }
}

/// What must be shown for one part of a duty.
package struct DutyPart: Sendable, Hashable {
  package let name: String
  /// Event types, each with an optional condition.
  package let metBy: [String]
}

/// Who of the holders must do it.
package enum DutyCardinality: String, Sendable, Hashable, CaseIterable {
  /// Everyone; further pieces are welcome.
  case each
  /// One of a group.
  case any
  /// Everyone, one piece; further ones are counted.
  case once
}

extension DutyRule {
  /// Reads a stored row of `duties`; none when it is no rule that can be applied.
  init?(_ row: SourceRow, _ table: SourceTable) {
    func value(_ name: String) -> Value { row.values[table.column(name)] }
    guard let duty = value("duty").text, let campaign = value("campaign").text,
      let opens = value("opens").day, let windowEnd = value("%window_end").day
    else { return nil }
    self.campaign = campaign
    self.duty = duty
    self.opens = opens
    title = value("title").text ?? ""
    kind = value("kind").text ?? "other"
    provision = value("provision").text ?? ""
    origin = value("origin").text ?? "stated"
    holder = value("holder").text ?? ""
    each = value("each").text
    to = value("%to").text
    via = value("%via").text
    department = value("%department").text
    let stated = value("%due").day
    due = DueDay(
      day: stated ?? windowEnd,
      time: value("%due_time").text.flatMap { stated == nil ? nil : TimeOfDay(reading: $0) },
      isStated: stated != nil)
    boundary = value("boundary").text.flatMap { Boundary(rawValue: $0) } ?? .by
    grace =
      value("%grace").text.flatMap { TimeLength(reading: $0) }
      ?? .exact(TimeSpan(microseconds: 0))
    cardinality = value("cardinality").text.flatMap { DutyCardinality(rawValue: $0) } ?? .each
    group = value("%group").text
    minimum = value("min").integer.map { Int(clamping: $0) } ?? 1
    isJudged = value("judged").bool ?? true
    version = table.version(of: row)
    declaredAt = value("%declared").position ?? .empty
    let named = value("%parts").elements.compactMap { part in
      part[field: "part"].text.map { DutyPart(name: $0, metBy: part[field: "met_by"].texts) }
    }
    parts = named.isEmpty ? [DutyPart(name: "", metBy: value("%met_by").texts)] : named
  }
}

extension DutyRule {
  /// The rules known at K that stand.
  static func all(in context: ReadingContext) throws -> [DutyRule] {
    let table = try context.stored("duties")
    return table.rows.filter(\.stands).compactMap { DutyRule($0, table) }
  }
}
