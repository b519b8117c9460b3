import Columns
import LedgerModel
import Projections
import QueryPlan

/// The columns of `obligations` from judged rows, each made only when it is asked for.
struct ObligationColumns {
  private let duties: [DutyRule]
  private let settings: [CampaignSettings]
  private let dueDays: [Day]
  private let context: ReadingContext
  private let assumed: Assumptions
  /// Trees of the due days, or that of `valid at` for all.
  private let placing: [TreeOfDay]
  private let dueTrees: [TreeOfDay]
  private let clauses: [String: String]

  init(_ table: ObligationTable, _ context: ReadingContext) throws {
    try self.init(
      duties: table.duties, settings: table.settings, dueDays: table.dueDays, context)
  }

  /// All three by the number of the duty.
  init(
    duties: [DutyRule], settings: [CampaignSettings], dueDays: [Day], _ context: ReadingContext
  ) throws {
    self.duties = duties
    self.settings = settings
    self.dueDays = dueDays
    self.context = context
    assumed = context.reading.assumptions
    let units = try context.units
    dueTrees = dueDays.map { units.tree(on: $0) }
    placing =
      context.reading.treeDay.map { day in
        Array(repeating: units.tree(on: day), count: dueDays.count)
      } ?? dueTrees
    clauses = try context.clauses()
  }

  /// What a column holds on a row; none for a name that the source does not have.
  func reader(_ name: String) throws -> ObligationReader? {
    if name == "unit" { return try unitReader() }
    return duty(name) ?? holder(name) ?? deadline(name) ?? judgement(name) ?? common(name)
  }

  /// Columns that may differ while rule, holder and tree stay the same.
  static let ofEvidence: Set = [
    "cutoff", "at", "status", "past_due", "due_soon", "filed_at", "instant_used", "standing_at",
    "in_grace", "early", "lateness", "censored", "rounds", "returned", "returned_at", "count",
    "evidence", "inherited", "reminders", "report", "corrected", "backdated",
  ]

  private func unitReader() throws -> ObligationReader {
    let units = try context.units.units
    return .unit(
      context.sharedAtPosition("unit values") { UnitValues(units.map(\.unit)) })
  }

  private func perDuty(_ value: (Int) -> Value) -> ObligationReader {
    .perDuty(duties.indices.map(value))
  }

  private func duty(_ name: String) -> ObligationReader? {
    switch name {
    case "obligation": .value { .entity($0.text) }
    case "duty": perDuty { .entity(duties[$0].duty) }
    case "kind": perDuty { .symbol(duties[$0].kind) }
    case "title": perDuty { .string(duties[$0].title) }
    case "department": perDuty { .string(duties[$0].department) }
    case "origin": perDuty { .symbol(duties[$0].origin) }
    case "provision": perDuty { .entity(duties[$0].provision) }
    case "clause":
      perDuty { .string(clauses["\(duties[$0].campaign)/\(duties[$0].provision)"] ?? "") }
    case "campaign": perDuty { .entity(duties[$0].campaign) }
    case "opens": perDuty { .instant(settings[$0].zone.start(of: duties[$0].opens)) }
    case "due_stated": perDuty { .bool(duties[$0].due.isStated) }
    case "due_day": perDuty { .date(dueDays[$0]) }
    case "expected_because": perDuty { .string(duties[$0].reason(dueTrees[$0].day)) }
    default: nil
    }
  }

  private func holder(_ name: String) -> ObligationReader? {
    let (duties, placing, dueTrees) = (duties, placing, dueTrees)
    return switch name {
    case "level": .value { .symbol(placing[$0.duty].level(of: $0.expected)) }
    case "person": .value { .entity($0.expected.person) }
    case "target": .value { .entity($0.expected.target) }
    case "part": .value { .string($0.rule.parts[$0.part].name) }
    case "to":
      .value { .entity(duties[$0.duty].addressee(of: $0.expected.unit, dueTrees[$0.duty])) }
    default: nil
    }
  }

  private func deadline(_ name: String) -> ObligationReader? {
    let (duties, settings, assumed) = (duties, settings, assumed)
    return switch name {
    case "due": .value { .period($0.due.period(in: settings[$0.duty].zone)) }
    case "cutoff", "at": .number(.instant) { $0.judgement.cutoff.microseconds }
    case "boundary":
      .value {
        .symbol(
          $0.due.boundary(declared: duties[$0.duty].boundary, assumed: assumed.boundary).rawValue)
      }
    case "grace": .number(.duration) { $0.cutoff.grace.microseconds }
    case "extended": .flag { $0.isExtended }
    case "ruling": .value { .entity($0.ruling) }
    default: nil
    }
  }

  private func judgement(_ name: String) -> ObligationReader? {
    switch name {
    case "status":
      .choice(ObligationStatus.allCases.map { .symbol($0.rawValue) }) { $0.judgement.status.number }
    case "past_due": .flag { $0.judgement.isPastDue }
    case "due_soon": .flag { $0.judgement.isDueSoon }
    case "filed_at": .number(.instant) { $0.judgement.filed?.instant.microseconds }
    case "instant_used": .value { .symbol($0.judgement.filed?.used.rawValue) }
    case "standing_at": .number(.instant) { $0.judgement.standingAt?.microseconds }
    case "in_grace": .flag { $0.judgement.isInGrace }
    case "early": .flag { $0.judgement.isEarly }
    case "lateness": .number(.duration) { $0.judgement.lateness.microseconds }
    case "censored": .flag { $0.judgement.isCensored }
    case "rounds": .number(.integer) { Int64($0.judgement.rounds) }
    case "returned": .number(.integer) { Int64($0.judgement.returned) }
    case "returned_at": .number(.instant) { $0.judgement.returnedAt?.microseconds }
    case "waived_at": .number(.instant) { $0.waivedAt?.microseconds }
    case "count": .number(.integer) { Int64($0.judgement.count) }
    case "evidence": .number(.integer) { Int64($0.judgement.attachments) }
    case "inherited": .flag { $0.judgement.isInherited }
    case "reminders": .number(.integer) { Int64($0.reminders) }
    case "report": .value { .entity($0.report) }
    default: nil
    }
  }

  private func common(_ name: String) -> ObligationReader? {
    let tolerance = settings.map(\.backdatedAfter.microseconds)
    return switch name {
    case "recorded": .number(.instant) { $0.version.recorded.microseconds }
    case "seq": .value { .position($0.version.position) }
    case "actor": .value { .string($0.version.actor) }
    case "corrected": .flag { $0.version.isCorrected }
    case "backdated":
      .flag {
        $0.version.recorded.span(since: $0.judgement.cutoff).microseconds > tolerance[$0.duty]
      }
    default: nil
    }
  }
}

extension TreeOfDay {
  /// The level of a holder's unit.
  fileprivate func level(of holder: ExpectedHolder) -> String? {
    holder.number < 0 ? level(of: holder.unit) : level(number: Int(holder.number))
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
