import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

extension Analyzer {
  func name(
    _ name: NameSyntax, in context: ExpressionContext, expecting: Expectation?
  ) -> TypedExpression {
    let scope = context.scope
    if name.text.isEmpty { return .unknown(at: name.span) }
    if !name.isQuoted, let constant = constant(name.text, at: name.span) { return constant }
    if let local = scope.locals[name.text] { return self.local(local, name, in: context) }
    switch context.mode {
    case .constant(let clause):
      reportNotConstant(name, clause, in: scope)
      return .unknown(at: name.span)
    case .grouped(let collector): return groupedName(name, collector, in: context, expecting)
    case .row, .derive: break
    }
    guard let index = scope.index(of: name.text), !scope.columns[index].isHidden else {
      reportUnknownName(name, in: scope, expecting: expecting)
      return .unknown(at: name.span)
    }
    return column(index, at: name.span, in: scope)
  }

  /// A column by index, without its question mark where it is known to have a value.
  func column(_ index: Int, at span: SourceSpan, in scope: RowScope) -> TypedExpression {
    let full = plan(.column(index), scope.columns[index].type, span)
    return TypedExpression(narrowed(full, in: scope), at: span)
  }

  func narrowed(_ expression: PlanExpression, in scope: RowScope) -> PlanExpression {
    guard expression.type.isOptional, let key = expression.narrowingKey,
      scope.narrowed.contains(key)
    else { return expression }
    return expression.retyped(expression.type.wrapped)
  }

  private func constant(_ name: String, at span: SourceSpan) -> TypedExpression? {
    switch name {
    case "now": typed(.now, .instant, at: span)
    case "today": typed(.today, .date, at: span)
    case "head": typed(.head, .point, at: span)
    default: nil
    }
  }

  private func local(
    _ local: LocalName, _ name: NameSyntax, in context: ExpressionContext
  ) -> TypedExpression {
    var inner = context
    inner.scope.locals = local.locals
    let active = activeDefinitions
    activeDefinitions = local.definitions
    defer { activeDefinitions = active }
    let typed = infer(local.syntax, in: inner, expecting: Expectation(local.type.wrapped))
    guard !typed.isUnknown, !isAssignable(typed.type, to: local.type) else { return typed }
    report(
      .argumentType,
      "'\(name.text)' is \(shortType(local.type)), found \(shortType(typed.type))",
      at: local.syntax.span)
    return .unknown(at: name.span)
  }

  /// True when a value of one type may be given where the other was declared.
  func isAssignable(_ type: ValueType, to declared: ValueType) -> Bool {
    if declared.wrapped == .duration, type.wrapped == .calendarDuration { return true }
    if type.isOptional, !declared.isOptional { return false }
    return commonType(type, declared)?.wrapped == declared.wrapped
      || areComparable(type, declared) && declared.wrapped.numericRank != nil
  }

  /// In the results of a grouping only keys have one value.
  private func groupedName(
    _ name: NameSyntax, _ collector: AggregateCollector, in context: ExpressionContext,
    _ expecting: Expectation?
  ) -> TypedExpression {
    if let index = collector.keys.firstIndex(where: { $0.name == name.text }) {
      return typed(.column(index), collector.keys[index].type, at: name.span)
    }
    if context.scope.index(of: name.text) == nil {
      reportUnknownName(name, in: context.scope, expecting: expecting)
    } else {
      let written = name.text
      report(
        .notGrouped, "'\(written)' differs from row to row here", at: name.span,
        remedy: "`first(\(written))`, `distinct(\(written))`, or put it behind `by`")
    }
    return .unknown(at: name.span)
  }

  private func reportNotConstant(_ name: NameSyntax, _ clause: String, in scope: RowScope) {
    report(
      .notConstant, "\(clause) takes a constant, '\(name.text)' depends on rows", at: name.span,
      remedy: "a date, a position, a parameter, `now` or `today`")
  }

  func parameter(_ name: NameSyntax, at span: SourceSpan) -> TypedExpression {
    usedParameters.insert(name.text)
    guard let bound = parameters[name.text] else {
      let near = nearestName(to: name.text, among: parameters.keys.sorted())
      report(
        .unknownParameter, "no parameter '$\(name.text)'", at: span,
        remedy: near.map { "did you mean '$\($0)'?" } ?? "`param \(name.text) : type` declares it",
        fixIts: near.map { [FixIt(span, "$\($0)", "write `$\($0)`")] } ?? [])
      return .unknown(at: span)
    }
    let value = bound.expression
    return TypedExpression(
      PlanExpression(value.kind, type: value.type, origin: span.start..<span.end), at: span)
  }

  /// Says that a name is no column, with the nearest thing that it could have been meant for.
  func reportUnknownName(_ name: NameSyntax, in scope: RowScope, expecting: Expectation?) {
    guard !scope.isOpen else { return }
    let place = scope.sourceName.map { " in \($0)" } ?? " here"
    if let stage = scope.gone[name.text] {
      report(
        .columnGone, "column '\(name.text)' is gone since stage \(stage)", at: name.span,
        remedy: "name it in that stage to keep it", notes: [columnNote(scope)])
      return
    }
    let guess = guess(for: name.text, in: scope, expecting: expecting)
    report(
      .unknownColumn, "no column '\(name.text)'\(place)", at: name.span, remedy: guess.remedy,
      notes: guess.isCertain ? [] : [columnNote(scope)],
      fixIts: guess.replacement.map { [FixIt(name.span, $0, "write `\($0)`")] } ?? [])
  }

  private struct Guess {
    var remedy: String?
    var replacement: String?
    /// The columns need not be listed as well.
    var isCertain = false
  }

  /// Columns first, then cases, sources and functions: a wrong guess misleads more than none.
  private func guess(
    for name: String, in scope: RowScope, expecting: Expectation?
  ) -> Guess {
    if ["null", "nil", "NULL", "None"].contains(name) {
      return Guess(
        remedy: "\"no value\" is none: `x is none`", replacement: "none", isCertain: true)
    }
    if case .enumeration(let enumeration) = expecting?.type.wrapped,
      enumeration.rank(of: name) != nil
    {
      let isVerb = StatusVerb(rawValue: name) != nil && scope.sourceName == "obligations"
      return Guess(
        remedy: "the case is `.\(name)`" + (isVerb ? ", the stage is `| \(name)`" : ""),
        replacement: "." + name, isCertain: true)
    }
    if expecting?.type.wrapped == .level,
      resolver?.levels(campaign: campaignName).contains(name) == true
    {
      return Guess(remedy: "the level is `.\(name)`", replacement: "." + name, isCertain: true)
    }
    let columns = scope.visibleColumns.map(\.name)
    if let near = nearestName(to: name, among: columns) {
      return Guess(remedy: "did you mean '\(near)'?", replacement: near)
    }
    if let column = scope.visibleColumns.first(where: { $0.name.hasSuffix("." + name) }) {
      return Guess(remedy: "the look-up's column is `\(column.name)`", replacement: column.name)
    }
    return guessElsewhere(for: name, in: scope)
  }

  private func guessElsewhere(for name: String, in scope: RowScope) -> Guess {
    if scope.hasQualifier(name) {
      return Guess(remedy: "'\(name)' holds columns of a look-up: `\(name).…`")
    }
    if schemas.source(named: name) != nil {
      return Guess(remedy: "'\(name)' is a source; a source begins a pipeline")
    }
    if let signature = FunctionTable.function(named: name) {
      return Guess(remedy: "'\(name)' is a function: `\(signature.form)`")
    }
    if parameters[name] != nil {
      return Guess(remedy: "the parameter is `$\(name)`", replacement: "$" + name)
    }
    return Guess()
  }

  /// The columns in scope in one line; long lists are cut.
  private func columnNote(_ scope: RowScope) -> String {
    let names = scope.visibleColumns.map(\.name)
    let shown = names.prefix(20).joined(separator: ", ")
    return "columns here: \(shown)\(names.count > 20 ? " …" : "")"
  }
}
