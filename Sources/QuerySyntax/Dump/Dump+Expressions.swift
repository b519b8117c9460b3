func dumpNode(_ expression: ExpressionSyntax) -> DumpNode {
  switch expression.kind {
  case .literal(let value): return dumpNode(value)
  case .parameter(let name): return DumpNode("$" + name.text)
  case .enumCase(let name): return DumpNode("." + name.text)
  case .name(let name): return DumpNode("name " + dumpText(name))
  case .call(let name, let arguments):
    return DumpNode("call " + dumpText(name), dumpNodes(arguments))
  case .member(let inner, let name): return DumpNode("dot " + dumpText(name), [dumpNode(inner)])
  case .binary(let left, let symbol, let right):
    return DumpNode(symbol.kind.rawValue, [dumpNode(left), dumpNode(right)])
  case .membership(_, _, let isNegated): return dumpNode("in", isNegated, expression)
  case .noneTest(_, let isNegated): return dumpNode("is-none", isNegated, expression)
  case .between(_, _, _, let isNegated): return dumpNode("between", isNegated, expression)
  case .matches(let value, let regex, let isNegated):
    let label = (isNegated ? "not-" : "") + "matches /\(regex.pattern)/"
    return DumpNode(label, [dumpNode(value)])
  case .set, .parenthesized, .presence, .negation, .not, .conditional, .invalid:
    return DumpNode(plainLabel(expression.kind), expression.kind.children.map(dumpNode))
  }
}

private func dumpNode(
  _ word: String, _ isNegated: Bool, _ expression: ExpressionSyntax
) -> DumpNode {
  DumpNode((isNegated ? "not-" : "") + word, expression.kind.children.map(dumpNode))
}

private func plainLabel(_ kind: ExpressionKind) -> String {
  switch kind {
  case .set: "set"
  case .parenthesized: "parentheses"
  case .presence: "?"
  case .negation: "negate"
  case .not: "not"
  case .conditional: "if"
  default: "invalid"
  }
}

private func dumpNode(_ value: LiteralValue) -> DumpNode {
  switch value {
  case .integer(let number): DumpNode("int \(number)")
  case .decimal(let decimal): DumpNode("decimal \(dumpText(decimal))")
  case .percent(let decimal): DumpNode("percent \(dumpText(decimal))")
  case .duration(let duration): DumpNode("duration \(duration.count)\(duration.unit.rawValue)")
  case .date(let date): DumpNode("date \(date.description)")
  case .period(let start, let end): DumpNode("period \(start.description)..\(end.description)")
  case .position(let position): DumpNode("position #\(position)")
  case .string(let text): DumpNode("string \(StringQuoting.quoted(text))")
  case .boolean(let value): DumpNode(value ? "true" : "false")
  case .none: DumpNode("none")
  }
}

private func dumpText(_ decimal: DecimalLiteral) -> String {
  let digits = String(decimal.coefficient)
  guard decimal.scale > 0 else { return digits }
  let missing = max(0, decimal.scale + 1 - digits.count)
  let padded = String(repeating: "0", count: missing) + digits
  return padded.dropLast(decimal.scale) + "." + padded.suffix(decimal.scale)
}
