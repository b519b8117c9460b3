import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// The clauses behind a source: what is known, what has happened, where rows are placed.
extension Analyzer {
  func reading(
    of syntax: SourceSyntax, schema: SourceSchema?, in environment: PipelineEnvironment
  ) -> ReadingRequest {
    var request = environment.reading
    request.over = nil
    if let asOf = syntax.asOf { request.asOf = instant(asOf, "as of", in: environment) }
    if let validAt = syntax.validAt { request.validAt = day(validAt, in: environment) }
    if let over = syntax.over { request.over = period(over, in: environment) }
    for argument in syntax.assuming?.arguments ?? [] {
      assume(argument, schema, &request, in: environment)
    }
    return request
  }

  private func constantContext(
    _ clause: String, in environment: PipelineEnvironment
  ) -> ExpressionContext {
    var scope = RowScope()
    scope.locals = environment.locals
    return ExpressionContext(scope: scope, mode: .constant(clause))
  }

  private func constant(
    _ syntax: ExpressionSyntax, _ clause: String, expecting type: ValueType,
    in environment: PipelineEnvironment
  ) -> TypedExpression? {
    let typed = value(
      syntax, in: constantContext(clause, in: environment),
      expecting: Expectation(type, label: clause))
    return typed.isUnknown ? nil : typed
  }

  /// An instant or a position; a day would leave open whether it is inside.
  func instant(
    _ syntax: ExpressionSyntax, _ clause: String, in environment: PipelineEnvironment
  ) -> PlanExpression? {
    guard let typed = constant(syntax, clause, expecting: .point, in: environment) else {
      return nil
    }
    switch typed.type.wrapped {
    case .point, .instant, .position: return typed.expression
    case .date, .period:
      let written = text(syntax.span)
      let isDay = typed.type.wrapped == .date && written.hasPrefix("@")
      report(
        .needsInstant, "\(clause) needs an instant", at: syntax.span,
        remedy: isDay
          ? "`\(written)T00:00` (before that day) or `\(written)T24:00` (with it)"
          : "as `@2021-08-05T24:00`, or a position as `#1200`",
        fixIts: isDay
          ? [
            FixIt(syntax.span, "\(written)T00:00", "before that day"),
            FixIt(syntax.span, "\(written)T24:00", "with that day"),
          ] : [])
    default:
      report(
        .needsInstant, "\(clause) needs an instant or a position, found \(shortType(typed.type))",
        at: syntax.span)
    }
    return nil
  }

  private func day(
    _ syntax: ExpressionSyntax, in environment: PipelineEnvironment
  ) -> PlanExpression? {
    guard let typed = constant(syntax, "valid at", expecting: .date, in: environment) else {
      return nil
    }
    if typed.type.wrapped.isDateLike { return typed.expression }
    report(
      .needsInstant, "valid at needs a day, found \(shortType(typed.type))", at: syntax.span,
      remedy: "as `@2021-08-04`")
    return nil
  }

  private func period(
    _ syntax: ExpressionSyntax, in environment: PipelineEnvironment
  ) -> PlanExpression? {
    guard let typed = constant(syntax, "over", expecting: .period, in: environment) else {
      return nil
    }
    switch typed.type.wrapped {
    case .period: return typed.expression
    case .date: return dayAround(typed.expression)
    default:
      report(
        .overNeedsPeriod, "over takes a period, found \(shortType(typed.type))", at: syntax.span,
        remedy: "as `@2021-08` or `@2021-07-15..@2021-08-05`")
      return nil
    }
  }

  private static let obligationSettings = [
    "boundary", "instant", "counts", "grace", "resubmit", "clock",
  ]
  private static let attemptSettings = ["attempts"]

  private func assume(
    _ argument: ArgumentSyntax, _ schema: SourceSchema?, _ request: inout ReadingRequest,
    in environment: PipelineEnvironment
  ) {
    let known = Self.obligationSettings + Self.attemptSettings
    guard let label = argument.label, known.contains(label.text), let value = argument.value else {
      let name = argument.label?.text ?? text(argument.span)
      let near = nearestName(to: name, among: known)
      report(
        .unknownAssumption, "assuming has no setting '\(name)'",
        at: argument.label?.span ?? argument.span,
        remedy: near.map { "did you mean '\($0)'?" }
          ?? "settings: \(known.joined(separator: ", "))")
      return
    }
    checkAssumption(label, on: schema)
    switch label.text {
    case "boundary": request.assumptions.boundary = setting(value, of: label)
    case "instant": request.assumptions.instant = setting(value, of: label)
    case "counts": request.assumptions.counts = setting(value, of: label)
    case "attempts": request.assumptions.attempts = setting(value, of: label)
    case "grace": request.assumptions.grace = grace(value, of: label, in: environment)
    case "resubmit": request.assumptions.resubmit = grace(value, of: label, in: environment)
    default: request.clock = instant(value, "the clock", in: environment)
    }
  }

  private func checkAssumption(_ label: NameSyntax, on schema: SourceSchema?) {
    guard let schema else { return }
    let looksAt: [String] =
      switch schema.name {
      case "obligations": Self.obligationSettings
      case "results", "attempts": Self.attemptSettings
      default: []
      }
    guard !looksAt.contains(label.text) else { return }
    let owners = label.text == "attempts" ? "results and attempts" : "obligations"
    report(
      .assumptionElsewhere, "\(schema.name) does not look at '\(label.text)'", at: label.span,
      remedy: "\(owners) \(label.text == "attempts" ? "do" : "does")")
  }

  /// A case of a setting; `.declared` gives back the plan's own.
  private func setting<Setting: RawRepresentable & CaseIterable>(
    _ syntax: ExpressionSyntax, of label: NameSyntax
  ) -> Setting? where Setting.RawValue == String {
    let cases = Setting.allCases.map { ".\($0.rawValue)" } + [".declared"]
    guard case .enumCase(let name) = syntax.kind,
      name.text == "declared" || Setting(rawValue: name.text) != nil
    else {
      report(
        .unknownCase, "\(label.text) is one of \(cases.joined(separator: " "))", at: syntax.span)
      return nil
    }
    return Setting(rawValue: name.text)
  }

  private func grace(
    _ syntax: ExpressionSyntax, of label: NameSyntax, in environment: PipelineEnvironment
  ) -> Grace? {
    if case .enumCase(let name) = syntax.kind, name.text == "declared" { return nil }
    let typed = constant(syntax, label.text, expecting: .duration, in: environment)
    switch typed?.constant {
    case .duration(let length): return .exact(length)
    case .calendarDuration(let length): return .calendar(length)
    default:
      if typed != nil {
        report(
          .numberForDuration, "\(label.text) is a duration", at: syntax.span,
          remedy: "`1wd`, `48h`, or `.declared`")
      }
      return nil
    }
  }
}
