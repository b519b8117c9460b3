import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// Parameters are typed and bound after parsing: text given for one is read by the reader of its
/// type and never becomes part of the query's text.
extension Analyzer {
  func bindParameters(_ list: [ParameterSyntax], _ arguments: [String: ParameterArgument]) {
    for parameter in list {
      let name = parameter.name.text
      guard let type = valueType(of: parameter.type) else { continue }
      if parameters[name] != nil {
        report(.duplicateName, "parameter '\(name)' is declared twice", at: parameter.name.span)
        continue
      }
      let description = ParameterDescription(
        name: name, type: type, defaultText: parameter.defaultValue.map { text($0.span) },
        documentation: parameter.documentation)
      let value = bound(parameter, type, arguments[name])
      parameters[name] = BoundParameter(
        description: description, expression: value, span: parameter.name.span)
      if name == "campaign", type.wrapped == .entity(.campaign), value.kind != .constant(.none) {
        usedParameters.insert(name)
        campaign = value
      }
    }
    reportSurplus(arguments, list)
  }

  private func reportSurplus(
    _ arguments: [String: ParameterArgument], _ list: [ParameterSyntax]
  ) {
    let declared = list.map(\.name.text)
    for name in arguments.keys.sorted() where !declared.contains(name) {
      let near = nearestName(to: name, among: declared)
      report(
        .surplusArgument, "the query has no parameter '\(name)'", at: SourceSpan(at: 0),
        remedy: near.map { "did you mean '--\($0)'?" }
          ?? (declared.isEmpty
            ? nil : "it takes \(declared.map { "--" + $0 }.joined(separator: ", "))"))
    }
  }

  /// The value given, the default, or a placeholder of the right type.
  private func bound(
    _ parameter: ParameterSyntax, _ type: ValueType, _ argument: ParameterArgument?
  ) -> PlanExpression {
    switch argument {
    case .value(let value): return PlanExpression(.constant(value), type: type)
    case .text(let text):
      if let value = read(text, as: type, for: parameter) { return value }
      return PlanExpression(.constant(.none), type: .unknown)
    case nil: break
    }
    if let syntax = parameter.defaultValue {
      let context = ExpressionContext(scope: RowScope(), mode: .constant("a default"))
      let typed = value(syntax, in: context, expecting: Expectation(type.wrapped))
      guard !typed.isUnknown, isAssignable(typed.type, to: type) else {
        if !typed.isUnknown { reportDefault(parameter, type, typed) }
        return PlanExpression(.constant(.none), type: .unknown)
      }
      return assigned(typed.expression, to: type)
    }
    if type.isOptional { return PlanExpression(.constant(.none), type: type) }
    if options.requiresArguments {
      report(
        .missingParameter, "no value for '\(parameter.name.text)'", at: parameter.name.span,
        remedy: "give `--\(parameter.name.text) \(shortType(type).uppercased())`")
    }
    return PlanExpression(.constant(type.placeholder(parameter.name.text)), type: type)
  }

  private func reportDefault(
    _ parameter: ParameterSyntax, _ type: ValueType, _ typed: TypedExpression
  ) {
    report(
      .argumentType,
      "'\(parameter.name.text)' is \(shortType(type)), its default is \(shortType(typed.type))",
      at: typed.span)
  }

  /// A value under the declared type; lengths by the calendar stay what they are.
  private func assigned(_ expression: PlanExpression, to type: ValueType) -> PlanExpression {
    if expression.type.wrapped == .calendarDuration { return expression }
    let value = converted(expression, to: type)
    return value.type == .none ? value : value.retyped(type)
  }

  /// Reads text given for a parameter; none after a report.
  private func read(
    _ text: String, as type: ValueType, for parameter: ParameterSyntax
  ) -> PlanExpression? {
    switch type.wrapped {
    case .string: return PlanExpression(.constant(.string(text)), type: type)
    case .entity(let kind):
      let typed = entity(kind, named: text, at: parameter.name.span)
      return typed.isUnknown ? nil : typed.expression.retyped(type)
    case .level:
      let name = text.hasPrefix(".") ? String(text.dropFirst()) : text
      guard checkLevel(name, at: parameter.name.span) else { return nil }
      return PlanExpression(.constant(.symbol(name)), type: type)
    case .set(let element): return readSet(text, of: element, as: type, for: parameter)
    default: return readLiteral(text, as: type, for: parameter)
    }
  }

  /// `a, b` or `{a, b}`; text may be in quotes, which a comma inside needs.
  private func readSet(
    _ text: String, of element: ValueType, as type: ValueType, for parameter: ParameterSyntax
  ) -> PlanExpression? {
    var body = text[...]
    if body.hasPrefix("{"), body.hasSuffix("}") { body = body.dropFirst().dropLast() }
    var values: [PlanExpression] = []
    for part in body.split(separator: ",") {
      let item = part.trimming()
      let bare =
        item.hasPrefix("\"") && item.hasSuffix("\"") && item.count > 1
        ? String(item.dropFirst().dropLast()) : item
      guard let value = read(bare, as: element, for: parameter) else { return nil }
      values.append(value)
    }
    return PlanExpression(.set(values), type: type)
  }

  /// Everything that the language has a literal for, and `now`, `today`, `head`.
  private func readLiteral(
    _ text: String, as type: ValueType, for parameter: ParameterSyntax
  ) -> PlanExpression? {
    let isTime = [.date, .instant, .period, .point].contains(type.wrapped)
    let written = isTime && text.first?.isNumber == true ? "@" + text : text
    let name = "--\(parameter.name.text)"
    let given = SourceText(name: name, text: written)
    let parsed = parseExpression(given, in: given.span)
    let reader = Analyzer(source: given, schemas: schemas, resolver: resolver, options: options)
    reader.campaign = campaign
    let context = ExpressionContext(scope: RowScope(), mode: .constant(name))
    let typed = reader.value(parsed.node, in: context, expecting: Expectation(type.wrapped))
    if !parsed.diagnostics.hasErrors, !reader.diagnostics.hasErrors,
      isAssignable(typed.type, to: type)
    {
      return assigned(typed.expression, to: type)
    }
    report(
      .unreadableParameter, "\(name) is \(shortType(type)), found '\(text)'",
      at: parameter.name.span, remedy: type.wrapped.example.map { "as `\(name) \($0)`" })
    return nil
  }

  func warnOfUnusedParameters(_ list: [ParameterSyntax], hasPipeline: Bool) {
    guard hasPipeline, !budget.isSpent else { return }
    for parameter in list where !usedParameters.contains(parameter.name.text) {
      warn(
        .unusedParameter, "parameter '\(parameter.name.text)' is never used",
        at: parameter.name.span)
    }
  }

  /// The type that a declaration names; none after a report.
  func valueType(of syntax: TypeSyntax) -> ValueType? {
    guard let type = plainType(of: syntax) else {
      let known = Self.typeNames + EntityKind.allCases.map(\.rawValue)
      let near = nearestName(to: syntax.name.text, among: known)
      report(
        .unknownType, "no type '\(text(syntax.span))'", at: syntax.span,
        remedy: near.map { "did you mean '\($0)'?" })
      return nil
    }
    return syntax.isOptional ? type.optional : type
  }

  private static let typeNames = [
    "string", "int", "decimal", "ratio", "bool", "date", "instant", "duration", "period",
    "logpos", "point", "level", "set",
  ]

  private func plainType(of syntax: TypeSyntax) -> ValueType? {
    if syntax.name.text == "set" {
      guard syntax.arguments.count == 1 else { return nil }
      return plainType(of: syntax.arguments[0]).map { .set($0) }
    }
    guard syntax.arguments.isEmpty else { return nil }
    return switch syntax.name.text {
    case "string": .string
    case "int": .integer(nil)
    case "decimal": .decimal
    case "ratio": .ratio
    case "bool": .bool
    case "date": .date
    case "instant": .instant
    case "duration": .duration
    case "period": .period
    case "logpos": .position
    case "point": .point
    case "level": .level
    default: EntityKind(rawValue: syntax.name.text).map { .entity($0) }
    }
  }
}

extension Substring {
  fileprivate func trimming() -> String {
    var body = self
    while body.first?.isWhitespace == true { body.removeFirst() }
    while body.last?.isWhitespace == true { body.removeLast() }
    return String(body)
  }
}

extension ValueType {
  /// Stands in for a value that was not asked for; such a plan is for looking at, not for running.
  fileprivate func placeholder(_ name: String) -> Value {
    switch self {
    case .bool: .bool(false)
    case .integer, .estimate: .integer(0)
    case .decimal: .decimal(ExactDecimal(mantissa: 0))
    case .ratio: .ratio(Ratio(0))
    case .date: .date(Day(number: 0))
    case .instant, .point: .instant(Instant(microseconds: 0))
    case .duration: .duration(TimeSpan(microseconds: 0))
    case .period: .period(Period(start: Instant(microseconds: 0), end: nil))
    case .position: .position(.empty)
    case .level, .enumeration: .symbol("$\(name)")
    case .entity: .entity("$\(name)")
    case .set: .set([])
    default: .string("$\(name)")
    }
  }

  /// How a value of the type is typed on the command line.
  fileprivate var example: String? {
    switch self {
    case .integer: "20"
    case .decimal: "7.5"
    case .ratio: "80%"
    case .bool: "true"
    case .date: "2021-08-05"
    case .instant: "2021-08-05T09:00"
    case .point: "2021-08-05T09:00"
    case .duration: "48h"
    case .period: "2021-08"
    case .position: "#1200"
    default: nil
    }
  }
}
