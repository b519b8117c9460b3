import LedgerModel
import Projections
import QueryPlan

/// The columns of `obligations` from judged rows, each made only when it is asked for.
struct ObligationColumns {
  private let table: ObligationTable
  private let context: ReadingContext
  private let assumed: Assumptions
  /// Trees of the due days, or that of `valid at` for all.
  private let placing: [TreeOfDay]
  private let dueTrees: [TreeOfDay]
  private let clauses: [String: String]
  private let backdatedAfter: [Int64]

  init(_ table: ObligationTable, _ context: ReadingContext) throws {
    self.table = table
    self.context = context
    assumed = context.reading.assumptions
    let units = try context.units
    dueTrees = table.dueDays.map { units.tree(on: $0) }
    placing =
      context.reading.treeDay.map { day in
        Array(repeating: units.tree(on: day), count: table.dueDays.count)
      } ?? dueTrees
    clauses = try context.clauses()
    backdatedAfter = table.settings.map(\.backdatedAfter.microseconds)
  }

  /// What a column holds on a row; none for a name that the source does not have.
  func reader(_ name: String) -> ((JudgedObligation) -> Value)? {
    duty(name) ?? holder(name) ?? deadline(name) ?? judgement(name) ?? common(name)
  }

  /// Columns that may differ while rule, holder and tree stay the same.
  static let ofEvidence: Set = [
    "cutoff", "at", "status", "past_due", "due_soon", "filed_at", "instant_used", "standing_at",
    "in_grace", "early", "lateness", "censored", "rounds", "returned", "returned_at", "count",
    "evidence", "inherited", "reminders", "report", "corrected", "backdated",
  ]

  private func duty(_ name: String) -> ((JudgedObligation) -> Value)? {
    let (duties, clauses) = (table.duties, clauses)
    return switch name {
    case "obligation": { .entity($0.text) }
    case "duty": { .entity(duties[$0.duty].duty) }
    case "kind": { .symbol(duties[$0.duty].kind) }
    case "title": { .string(duties[$0.duty].title) }
    case "department": { .string(duties[$0.duty].department) }
    case "origin": { .symbol(duties[$0.duty].origin) }
    case "provision": { .entity(duties[$0.duty].provision) }
    case "clause":
      { row in
        let rule = duties[row.duty]
        return .string(clauses["\(rule.campaign)/\(rule.provision)"] ?? "")
      }
    case "campaign": { .entity(duties[$0.duty].campaign) }
    default: nil
    }
  }

  private func holder(_ name: String) -> ((JudgedObligation) -> Value)? {
    let (duties, placing, dueTrees) = (table.duties, placing, dueTrees)
    return switch name {
    case "unit": { .entity($0.key.unit) }
    case "level": { .symbol(placing[$0.duty].level(of: $0.key.unit)) }
    case "person": { .entity($0.key.person) }
    case "target": { .entity($0.key.target) }
    case "part": { .string($0.key.part) }
    case "to": { .entity(duties[$0.duty].addressee(of: $0.key.unit, dueTrees[$0.duty])) }
    case "expected_because": { .string(duties[$0.duty].reason(dueTrees[$0.duty].day)) }
    default: nil
    }
  }

  private func deadline(_ name: String) -> ((JudgedObligation) -> Value)? {
    let (duties, settings, dueDays, assumed) = (
      table.duties, table.settings, table.dueDays, assumed
    )
    return switch name {
    case "opens": { .instant(settings[$0.duty].zone.start(of: duties[$0.duty].opens)) }
    case "due": { .period($0.due.period(in: settings[$0.duty].zone)) }
    case "due_stated": { .bool(duties[$0.duty].due.isStated) }
    case "due_day": { .date(dueDays[$0.duty]) }
    case "cutoff", "at": { .instant($0.judgement.cutoff) }
    case "boundary":
      {
        .symbol(
          $0.due.boundary(declared: duties[$0.duty].boundary, assumed: assumed.boundary).rawValue)
      }
    case "grace": { .duration($0.cutoff.grace) }
    case "extended": { .bool($0.isExtended) }
    case "ruling": { .entity($0.ruling) }
    default: nil
    }
  }

  private func judgement(_ name: String) -> ((JudgedObligation) -> Value)? {
    switch name {
    case "status": { .symbol($0.judgement.status.rawValue) }
    case "past_due": { .bool($0.judgement.isPastDue) }
    case "due_soon": { .bool($0.judgement.isDueSoon) }
    case "filed_at": { .instant($0.judgement.filed?.instant) }
    case "instant_used": { .symbol($0.judgement.filed?.used.rawValue) }
    case "standing_at": { .instant($0.judgement.standingAt) }
    case "in_grace": { .bool($0.judgement.isInGrace) }
    case "early": { .bool($0.judgement.isEarly) }
    case "lateness": { .duration($0.judgement.lateness) }
    case "censored": { .bool($0.judgement.isCensored) }
    case "rounds": { .integer(Int64($0.judgement.rounds)) }
    case "returned": { .integer(Int64($0.judgement.returned)) }
    case "returned_at": { .instant($0.judgement.returnedAt) }
    case "waived_at": { .instant($0.waivedAt) }
    case "count": { .integer(Int64($0.judgement.count)) }
    case "evidence": { .integer(Int64($0.judgement.attachments)) }
    case "inherited": { .bool($0.judgement.isInherited) }
    case "reminders": { .integer(Int64($0.reminders)) }
    case "report": { .entity($0.judgement.report) }
    default: nil
    }
  }

  private func common(_ name: String) -> ((JudgedObligation) -> Value)? {
    let tolerance = backdatedAfter
    return switch name {
    case "recorded": { .instant($0.version.recorded) }
    case "seq": { .position($0.version.position) }
    case "actor": { .string($0.version.actor) }
    case "corrected": { .bool($0.version.isCorrected) }
    case "backdated":
      {
        .bool(
          $0.version.recorded.span(since: $0.judgement.cutoff).microseconds > tolerance[$0.duty])
      }
    default: nil
    }
  }
}

extension DutyRule {
  /// The unit that the holder reports to, on the due day.
  func addressee(of unit: String, _ tree: TreeOfDay) -> String? {
    guard let to, to != "none" else { return nil }
    if to == "parent" { return tree.parent(of: unit) }
    let words = to.split(separator: " ")
    if words.count == 2, words[0] == "ancestor" {
      return tree.ancestor(of: unit, level: String(words[1].drop { $0 == "." }))
    }
    return to
  }

  /// Why its holders owe it: selector, day and the event that says so.
  func reason(_ day: Day) -> String {
    let pairs = each.map { " × \($0)" } ?? ""
    return "\(holder)\(pairs) on \(day.vietnamese), declared in #\(declaredAt.number)"
  }
}
