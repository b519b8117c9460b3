import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// The verbs over statuses. Each is short for a condition on the columns of obligations; what
/// counts as missing is decided by the status and the clock together.
extension Analyzer {
  func verb(
    _ verb: StatusVerb, duty: ExpressionSyntax?, by delay: ExpressionSyntax?,
    _ stage: StageSyntax, on stream: Stream
  ) -> Stream {
    guard !stream.scope.isOpen else { return stream }
    guard stream.scope.sourceName == "obligations" else {
      reportVerbElsewhere(verb, duty, stage, on: stream)
      return stream
    }
    if verb == .waived, stream.scope.leavesOutUnexpected {
      report(
        .waivedRowsAbsent, "obligations leaves out waived rows", at: stage.keyword,
        remedy: "`obligations(all: true) | waived`")
    }
    guard let columns = VerbColumns(stream.scope, on: stage, reporting: self) else { return stream }
    var parts = [condition(of: verb, columns, at: stage.span)]
    if let duty { parts += [dutyCondition(duty, verb, columns, on: stream)].compactMap { $0 } }
    if let delay {
      parts += [delayCondition(delay, verb, columns, in: stream.scope)].compactMap { $0 }
    }
    var result = keepRows(of: verb, parts, columns, stage, on: stream)
    if let mixed = duty.flatMap({ mixedDuties($0, columns) }) { result.facts.mixedDuties = mixed }
    return result
  }

  private func keepRows(
    of verb: StatusVerb, _ parts: [PlanExpression], _ columns: VerbColumns, _ stage: StageSyntax,
    on stream: Stream
  ) -> Stream {
    var result = stream
    let all = parts.dropFirst().reduce(parts[0]) { plan(.and($0, $1), .bool, stage.span) }
    var condition = TypedExpression(all, at: stage.span)
    if verb == .filed || verb == .late { condition.provenWhenTrue = columns.provenByFiling }
    if result.facts.filingFilter == nil {
      result.facts.filingFilter = FilingFilter(
        stage: stream.facts.stageNumber, text: text(stage.keyword), addsRows: false)
    }
    keep(condition, &result, origin: stage.origin)
    return result
  }

  private func condition(of verb: StatusVerb, _ columns: VerbColumns, at span: SourceSpan)
    -> PlanExpression
  {
    func isOneOf(_ cases: [String]) -> PlanExpression {
      let values = cases.map { PlanExpression(.constant(.symbol($0)), type: columns.status.type) }
      if values.count == 1 {
        return plan(.compare(.equal, columns.status, values[0]), .bool, span)
      }
      let set = PlanExpression(.set(values), type: .set(columns.status.type))
      return plan(.contained(columns.status, in: set), .bool, span)
    }
    func returned(pastDue: Bool) -> PlanExpression {
      let clock = pastDue ? columns.pastDue : plan(.not(columns.pastDue), .bool, span)
      return plan(.and(isOneOf(["returned"]), clock), .bool, span)
    }
    return switch verb {
    case .filed: isOneOf(["on_time", "late"])
    case .late: isOneOf(["late"])
    case .waived: isOneOf(["waived"])
    case .unfiled: isOneOf(["not_open", "open", "overdue", "returned"])
    case .missing: plan(.or(isOneOf(["overdue"]), returned(pastDue: true)), .bool, span)
    case .pending:
      plan(.or(isOneOf(["not_open", "open"]), returned(pastDue: false)), .bool, span)
    }
  }

  /// A duty's id, else a kind of duties.
  private func dutyCondition(
    _ syntax: ExpressionSyntax, _ verb: StatusVerb, _ columns: VerbColumns, on stream: Stream
  ) -> PlanExpression? {
    if case .literal(.string(let name)) = syntax.kind, isKind(name, of: columns.kind.type) {
      let kind = plan(.constant(.symbol(name)), columns.kind.type.wrapped, syntax.span)
      return plan(.compare(.equal, columns.kind, kind), .bool, syntax.span)
    }
    let duty = value(
      syntax, in: ExpressionContext(scope: stream.scope), expecting: Expectation(.entity(.duty)))
    guard !duty.isUnknown else { return nil }
    guard duty.type.wrapped == .entity(.duty) else {
      report(
        .argumentType, "a verb takes a duty or a kind of duties, found \(shortType(duty.type))",
        at: syntax.span)
      return nil
    }
    if verb == .missing { warnIfNotYetDue(duty, stream.facts.reading, at: syntax.span) }
    return plan(.compare(.equal, columns.duty, duty.expression), .bool, syntax.span)
  }

  /// True for a kind that is not a duty's id as well.
  private func isKind(_ name: String, of type: ValueType) -> Bool {
    guard case .enumeration(let kinds) = type.wrapped, kinds.rank(of: name) != nil else {
      return false
    }
    return !(resolver?.duties(campaign: campaignName) ?? []).contains { $0.id == name }
  }

  /// None when the text names one duty, or the only duty of a kind.
  private func mixedDuties(_ syntax: ExpressionSyntax, _ columns: VerbColumns) -> MixedDuties? {
    guard case .literal(.string(let name)) = syntax.kind, isKind(name, of: columns.kind.type)
    else { return nil }
    let hits = duties(ofKind: name)
    guard hits.count > 1 else { return nil }
    return MixedDuties(kind: name, span: syntax.span, duties: hits.map(\.id))
  }

  private func warnIfNotYetDue(
    _ duty: TypedExpression, _ reading: ReadingRequest, at span: SourceSpan
  ) {
    guard case .entity(let id) = duty.constant, let clock = clock(of: reading),
      let summary = resolver?.duties(campaign: campaignName).first(where: { $0.id == id }),
      let cutoff = summary.firstCutoff, cutoff > clock
    else { return }
    warn(
      .notYetDue, "\(id) is not due before \(options.zone.day(of: cutoff).vietnamese)", at: span,
      remedy: "nobody can be missing yet; `| pending` shows who has time left")
  }

  /// The clock that statuses are judged at, as far as it is known before the run.
  private func clock(of reading: ReadingRequest) -> Instant? {
    guard let written = reading.clock ?? reading.asOf else { return options.clock }
    switch written.kind {
    case .constant(.instant(let instant)): return instant
    case .head: return options.clock
    default: return nil
    }
  }

  /// `by d`: filed, or not yet filed, at least d after the cutoff.
  private func delayCondition(
    _ syntax: ExpressionSyntax, _ verb: StatusVerb, _ columns: VerbColumns, in scope: RowScope
  ) -> PlanExpression? {
    let delay = value(
      syntax, in: ExpressionContext(scope: scope), expecting: Expectation(.duration))
    guard !delay.isUnknown else { return nil }
    guard delay.type.isLength else {
      let written = text(syntax.span)
      report(
        .numberForDuration, "by takes a duration, found \(shortType(delay.type))", at: syntax.span,
        remedy: "`\(written)d`, `\(written)h`, `\(written)wd`")
      return nil
    }
    let limit = plan(
      .arithmetic(.add, columns.cutoff, delay.expression), .instant, syntax.span)
    let time = verb == .late ? columns.filedAt : plan(.now, .instant, syntax.span)
    return plan(.compare(.greaterOrEqual, time, limit), .bool, syntax.span)
  }

  private func reportVerbElsewhere(
    _ verb: StatusVerb, _ duty: ExpressionSyntax?, _ stage: StageSyntax, on stream: Stream
  ) {
    let word = verb.rawValue
    let example = "`obligations | \(word) \(duty.map { text($0.span) } ?? "\"report\"")`"
    switch stream.scope.sourceName {
    case "reports":
      report(
        .verbWithoutStatus, "reports holds what came in", at: stage.keyword,
        remedy: "who is \(word) is asked of what was expected: \(example)")
    case let name?:
      report(
        .verbWithoutStatus, "\(name) has no statuses", at: stage.keyword,
        remedy: "`\(word)` is asked of what was expected: \(example)")
    case nil:
      report(
        .verbWithoutStatus, "these rows have no statuses any more", at: stage.keyword,
        remedy: "put `| \(word)` before the rows are grouped")
    }
  }
}

/// The columns that the verbs are short for.
private struct VerbColumns {
  let status: PlanExpression
  let pastDue: PlanExpression
  let cutoff: PlanExpression
  let filedAt: PlanExpression
  let duty: PlanExpression
  let kind: PlanExpression
  /// Narrowing keys of what has a value once something was filed.
  let provenByFiling: Set<String>

  /// None, with a report, when an earlier stage did not pass one of them on.
  init?(_ scope: RowScope, on stage: StageSyntax, reporting analyzer: Analyzer) {
    let names = ["status", "past_due", "cutoff", "filed_at", "duty", "kind"]
    let found = names.map { name in
      scope.index(of: name).map { PlanExpression(.column($0), type: scope.columns[$0].type) }
    }
    if let missing = zip(names, found).first(where: { $0.1 == nil })?.0 {
      analyzer.report(
        .columnGone,
        "column '\(missing)' is gone since stage \(scope.gone[missing] ?? 1), and the verb needs it",
        at: stage.keyword, remedy: "put the verb before that stage")
      return nil
    }
    let columns = found.compactMap { $0 }
    status = columns[0]
    pastDue = columns[1]
    cutoff = columns[2]
    filedAt = columns[3]
    duty = columns[4]
    kind = columns[5]
    provenByFiling = [columns[3].narrowingKey].compactMap { $0 }.reduce(into: []) { $0.insert($1) }
  }
}
