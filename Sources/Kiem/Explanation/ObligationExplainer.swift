import Catalog
import LedgerModel
import Obligations
import Projections
import QueryEngine
import QueryPlan

/// Why an obligation has the status that it has.
struct ObligationExplainer {
  private let context: ReadingContext
  private let events: RowExplainer
  private let table: ObligationTable

  init(_ context: ReadingContext, _ events: RowExplainer) throws {
    self.context = context
    self.events = events
    table = try context.obligations
  }

  func lines(_ key: String) throws -> [Explanation] {
    guard let row = table.row(ofKey: key) else {
      return [Explanation("row", "nobody owes \(key) as known at #\(context.position.number)")]
    }
    let rule = table.duties[row.duty]
    let zone = table.settings[row.duty].zone
    var lines = [
      Explanation(
        "row", "\(row.judgement.status.rawValue) at \(zone.secondText(context.clock))"),
      try declared(rule),
    ]
    lines.append(
      try events.event(at: row.version.position, part: "holder").about(
        row.isApplicable
          ? "owes it on \(table.dueDays[row.duty].vietnamese)"
          : "owed it on an earlier day only"))
    lines.append(cutoff(row, rule, zone))
    lines += try rulings(row, rule)
    lines += try evidence(row, rule)
    return lines
  }

  private func declared(_ rule: DutyRule) throws -> Explanation {
    let clause = try context.lookup(
      source: "duties", column: "clause", key: rule.duty, campaign: rule.campaign)
    let pairs = rule.each.map { " × \($0)" } ?? ""
    return Explanation(
      "rule", "\(rule.duty) (\(clause.text ?? rule.title)): \(rule.holder)\(pairs)",
      position: rule.declaredAt)
  }

  /// The day asked for and what became of it.
  private func cutoff(
    _ row: JudgedObligation, _ rule: DutyRule, _ zone: CivilZone
  ) -> Explanation {
    let boundary = row.due.boundary(
      declared: rule.boundary, assumed: context.reading.assumptions.boundary)
    var words = "due \(boundary.rawValue) \(row.due.day.vietnamese)"
    if let time = row.due.time { words += " \(time)" }
    if !row.due.isStated { words += " (the plan names no day: end of its window)" }
    if row.isExtended { words += ", extended" }
    if context.reading.assumptions.boundary != nil { words += ", as assumed" }
    if row.cutoff.grace.microseconds != 0 {
      words += ", grace \(DurationText.words(row.cutoff.grace))"
    }
    let late = row.judgement.cutoff
    if late != row.cutoff.instant { words += ", time to hand in again" }
    return Explanation(
      "cutoff", words + ": late from \(zone.secondText(late)) (\(zone.identifier)) on", at: late)
  }

  private func rulings(_ row: JudgedObligation, _ rule: DutyRule) throws -> [Explanation] {
    let table = try context.table("waivers")
    let (obligation, seq) = (table.column("obligation"), table.column("seq"))
    let own = table.rows.filter { $0.values[obligation].text == row.text }
    return try own.compactMap { $0.values[seq].position }.map {
      try events.event(at: $0, part: "ruling")
    }
  }

  /// What serves it; where nothing does, what was looked for and what nearly did.
  private func evidence(_ row: JudgedObligation, _ rule: DutyRule) throws -> [Explanation] {
    var lines = try row.evidence.map { try events.event(at: $0, part: "evidence") }
    guard !row.judgement.status.isFiled else { return lines }
    let part = rule.parts.first { $0.name == row.key.part }
    let wanted = (part?.metBy ?? []).joined(separator: " or ")
    lines.append(
      Explanation(
        "searched",
        "\(wanted) of \(row.key.person ?? row.key.unit) in #1..#\(context.position.number): "
          + (row.evidence.isEmpty ? "none" : "none that stands")))
    lines += try struckOut(row, part?.metBy ?? [])
    lines += try predecessors(row)
    return lines
  }

  /// Evidence of the same bearer that a live void took away.
  private func struckOut(
    _ row: JudgedObligation, _ patterns: [String]
  ) throws -> [Explanation] {
    let types = Set(patterns.map { String($0.prefix { $0 != " " }) })
    let voids = try context.table("corrections")
    let (kind, target) = (voids.column("kind"), voids.column("target_seq"))
    var lines: [Explanation] = []
    for void in voids.rows where void.stands && void.values[kind] == .symbol("voided") {
      guard let position = void.values[target].position,
        let stored = try events.log.event(at: position), types.contains(stored.typeName),
        row.key.person.map({ stored.event.text("person") == $0 })
          ?? (stored.event.unit == row.key.unit)
      else { continue }
      let by = void.values[voids.column("seq")].position ?? .empty
      lines.append(
        try events.event(at: position, part: "near_miss").about("struck out by #\(by.number)"))
    }
    return lines
  }

  /// What units that became this one have filed for the same duty.
  private func predecessors(_ row: JudgedObligation) throws -> [Explanation] {
    let tree = try context.tree(table.dueDays[row.duty])
    var lines: [Explanation] = []
    for other in table.rows(ofDuty: row.duty)
    where !other.isApplicable && !other.evidence.isEmpty && other.key.unit != row.key.unit
      && tree.successor(of: other.key.unit) == row.key.unit
    {
      let words = "filed by \(other.key.unit), a predecessor"
      lines += try other.evidence.map {
        try events.event(at: $0, part: "near_miss").about(words)
      }
    }
    return lines
  }
}

extension Explanation {
  /// The same with a remark in front.
  fileprivate func about(_ words: String) -> Explanation {
    Explanation(part, "\(words): \(text)", position: position, at: at)
  }
}
