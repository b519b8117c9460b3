import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

extension Analyzer {
  func call(
    _ name: NameSyntax, _ arguments: ArgumentsSyntax, at span: SourceSpan,
    in context: ExpressionContext, expecting: Expectation?
  ) -> TypedExpression {
    if let definition = definitions[name.text],
      case .function(let formals, let body) =
        definition.kind
    {
      return userCall(definition, formals, body, arguments, at: span, in: context, expecting)
    }
    guard let signature = FunctionTable.function(named: name.text) else {
      reportUnknownFunction(name)
      return .unknown(at: span)
    }
    guard checkArguments(arguments, of: signature, at: span) else { return .unknown(at: span) }
    switch signature.place {
    case .row: return rowFunction(name.text, arguments, at: span, in: context)
    case .aggregate, .rollup:
      guard case .grouped(let collector) = context.mode else {
        report(
          .functionOutOfPlace, "\(name.text)() puts rows together", at: span,
          remedy: "it belongs into `summarize` or `rollup`")
        return .unknown(at: span)
      }
      let call = AggregateCall(name: name.text, arguments: arguments, span: span)
      guard let aggregate = aggregate(call, collector, in: context) else {
        return .unknown(at: span)
      }
      let mayLack = collector.isFilled && !aggregate.isCount
      return TypedExpression(collector.add(mayLack ? aggregate.optional : aggregate), at: span)
    case .derive: return rank(arguments, at: span, in: context)
    case .groupKey:
      report(
        .functionOutOfPlace, "each() makes groups of a set's elements", at: span,
        remedy: "it stands behind `by`: `by content = each(contents)`")
      return .unknown(at: span)
    }
  }

  private func reportUnknownFunction(_ name: NameSyntax) {
    let known = FunctionTable.functions.map(\.name) + definitions.keys.sorted()
    let near = nearestName(to: name.text, among: known)
    let isConstant = FunctionTable.constants.contains { $0.name == name.text }
    report(
      .unknownFunction, "no function '\(name.text)'", at: name.span,
      remedy: isConstant
        ? "`\(name.text)` stands alone, without parentheses" : near.map { "did you mean '\($0)'?" },
      fixIts: near.map { [FixIt(name.span, $0, "write `\($0)`")] } ?? [])
  }

  /// Number, labels and conditions of the arguments, as the signature has them.
  func checkArguments(
    _ arguments: ArgumentsSyntax, of signature: FunctionSignature, at span: SourceSpan
  ) -> Bool {
    let all = arguments.arguments
    if signature.name == "count", let first = all.first(where: { $0.value != nil }) {
      let x = first.value.map { text($0.span) } ?? "x"
      report(
        .countArgument, "count() counts rows and takes no column", at: span,
        remedy: "`n = count()` counts rows; `n = distinct(\(x))` counts values; "
          + "`n = count(where \(x) is not none)` counts rows that have one")
      return false
    }
    if let condition = all.compactMap(\.condition).first, !signature.takesCondition {
      report(
        .wrongArguments, "\(signature.name)() takes no condition", at: condition.span,
        remedy: "\(signature.form)")
      return false
    }
    let labels = signature.arguments.compactMap(\.label)
    if let stray = all.compactMap(\.label).first(where: { !labels.contains($0.text) }) {
      report(
        .wrongArguments, "\(signature.name)() has no argument '\(stray.text):'", at: stray.span,
        remedy: "\(signature.form)")
      return false
    }
    let given = all.count { $0.value != nil }
    let most = signature.arguments.count
    guard given >= most - signature.optionalCount, given <= most else {
      report(
        .wrongArguments, "\(signature.name)() takes \(signature.form), found \(given) arguments",
        at: span)
      return false
    }
    return true
  }

  /// A function of the user: its body is read where the call stands, with the arguments under the
  /// names of the formals.
  private func userCall(
    _ definition: DefinitionSyntax, _ formals: [ParameterSyntax], _ body: ExpressionSyntax,
    _ arguments: ArgumentsSyntax, at span: SourceSpan, in context: ExpressionContext,
    _ expecting: Expectation?
  ) -> TypedExpression {
    guard
      let locals = bind(
        formals, to: arguments, of: definition.name.text, locals: context.scope.locals, at: span)
    else { return .unknown(at: span) }
    return entering(definition, at: span) {
      var inner = context
      inner.scope.locals = locals
      return value(body, in: inner, expecting: expecting)
    } ?? .unknown(at: span)
  }

  /// Reads a definition unless that is being done already, or the text has grown beyond a limit.
  func entering<Result>(
    _ definition: DefinitionSyntax, at span: SourceSpan, _ body: () -> Result
  ) -> Result? {
    if budget.isSpent { return nil }
    let name = definition.name.text
    guard !activeDefinitions.contains(name) else {
      let circle = (activeDefinitions + [name]).joined(separator: " → ")
      report(.circularDefinition, "'\(name)' refers to itself: \(circle)", at: span)
      return nil
    }
    let outer = (activeDefinitions, expansionSpan)
    activeDefinitions.append(name)
    expansionSpan = expansionSpan ?? span
    defer { (activeDefinitions, expansionSpan) = outer }
    return body()
  }

  /// One level deeper into the text; false, after a report, beyond a limit. Where it is true,
  /// `budget.leave()` must follow.
  func enterLevel(at span: SourceSpan) -> Bool {
    if budget.isSpent, expansionSpan != nil { return false }
    guard let excess = budget.enter(expanding: expansionSpan != nil) else { return true }
    budget.leave()
    reportExcess(excess, at: span)
    return false
  }

  func reportExcess(_ excess: ExpansionBudget.Excess, at span: SourceSpan) {
    report(
      .textTooLarge, excess.message, at: expansionSpan ?? span,
      remedy: "compute a value once with `derive`, and use its column")
  }

  /// Arguments by the names of the formals, labels and defaults taken into account.
  func bind(
    _ formals: [ParameterSyntax], to arguments: ArgumentsSyntax?, of name: String,
    locals: [String: LocalName], at span: SourceSpan
  ) -> [String: LocalName]? {
    var bound: [String: LocalName] = [:]
    var positional = (arguments?.arguments ?? []).filter { $0.label == nil }.compactMap(\.value)
    let labelled = (arguments?.arguments ?? []).filter { $0.label != nil }
    for formal in formals {
      guard let type = valueType(of: formal.type) else { return nil }
      let given = labelled.first { $0.label?.text == formal.name.text }?.value
      if let value = given ?? (positional.isEmpty ? nil : positional.removeFirst()) {
        bound[formal.name.text] = LocalName(
          value, type: type, locals: locals, definitions: activeDefinitions)
      } else if let value = formal.defaultValue {
        bound[formal.name.text] = LocalName(
          value, type: type, locals: [:], definitions: activeDefinitions + [name])
      } else {
        report(.wrongArguments, "'\(name)' wants a value for '\(formal.name.text)'", at: span)
        return nil
      }
    }
    let unknown = labelled.first { label in
      !formals.contains { $0.name.text == label.label?.text }
    }
    if let surplus = positional.first?.span ?? unknown?.span {
      report(.wrongArguments, "'\(name)' takes no such argument", at: surplus)
      return nil
    }
    return bound
  }

  private func rank(
    _ arguments: ArgumentsSyntax, at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    guard case .derive(let collector) = context.mode,
      let syntax = arguments.positional.first
    else {
      report(
        .functionOutOfPlace, "rank() compares a row with all others", at: span,
        remedy: "it belongs into `derive`")
      return .unknown(at: span)
    }
    let operand = value(syntax, in: context.perRow)
    guard !operand.isUnknown, requireOrdered(operand, in: "rank") else { return .unknown(at: span) }
    var partition: [Int] = []
    for name in arguments.names(labelled: "of") {
      guard let index = context.scope.index(of: name.text) else {
        reportUnknownName(name, in: context.scope, expecting: nil)
        return .unknown(at: span)
      }
      partition.append(index)
    }
    let number = collector.add(operand.expression, partition: partition)
    let type: ValueType = operand.type.isOptional ? .optional(.integer(nil)) : .integer(nil)
    return typed(.column(context.scope.columns.count + number), type, at: span)
  }

  func requireOrdered(_ operand: TypedExpression, in function: String) -> Bool {
    if operand.type.wrapped.isOrdered { return true }
    report(
      .argumentType,
      "\(function)() wants something with an order, found \(shortType(operand.type))",
      at: operand.span)
    return false
  }
}

extension ArgumentsSyntax {
  /// Values without a label.
  var positional: [ExpressionSyntax] {
    arguments.filter { $0.label == nil }.compactMap(\.value)
  }

  /// The names in `label: {a, b}`.
  func names(labelled label: String) -> [NameSyntax] {
    guard let value = arguments.first(where: { $0.label?.text == label })?.value else { return [] }
    guard case .set(let elements) = value.kind else {
      if case .name(let name) = value.kind { return [name] }
      return []
    }
    return elements.compactMap { element in
      if case .name(let name) = element.kind { name } else { nil }
    }
  }
}

extension String {
  /// The label in a signature's argument such as `of: {keys}`.
  fileprivate var label: String? {
    split(separator: ":").count > 1 ? split(separator: ":").first.map(String.init) : nil
  }
}
