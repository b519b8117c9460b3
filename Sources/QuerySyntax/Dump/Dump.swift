/// The tree as text that a person can review and a snapshot can keep: no spans, no comments, so
/// that it changes only when the meaning of the text does.
package func dump(_ file: FileSyntax) -> String {
  dumpNode(file).text()
}

/// One pipeline, in the same form.
package func dump(_ pipeline: PipelineSyntax) -> String {
  dumpNode(pipeline).text()
}

/// One expression, in the same form. Two expressions with equal dumps say the same.
package func dump(_ expression: ExpressionSyntax) -> String {
  dumpNode(expression).text()
}

private func dumpNode(_ file: FileSyntax) -> DumpNode {
  var children: [DumpNode] = file.uses.map { use in
    let path = use.path.map { dumpText($0) }.joined(separator: "/")
    return DumpNode("use " + path + (use.alias.map { " as " + dumpText($0) } ?? ""))
  }
  if let query = file.query {
    let title = query.title.map { " " + StringQuoting.quoted($0) } ?? ""
    children.append(DumpNode("query " + dumpText(query.name) + title))
  }
  children += file.parameters.map(dumpNode)
  children += file.definitions.map(dumpNode)
  if let pipeline = file.pipeline { children.append(dumpNode(pipeline)) }
  return DumpNode("file", children)
}

private func dumpNode(_ parameter: ParameterSyntax) -> DumpNode {
  let documentation = parameter.documentation.map { " " + StringQuoting.quoted($0) } ?? ""
  let label = "param \(parameter.name.text) \(dumpText(parameter.type))\(documentation)"
  return DumpNode(label, parameter.defaultValue.map { [dumpNode($0)] } ?? [])
}

private func dumpText(_ type: TypeSyntax) -> String {
  let arguments = type.arguments.map { "<\(dumpText($0))>" }.joined()
  return dumpText(type.name) + arguments + (type.isOptional ? "?" : "")
}

private func dumpNode(_ definition: DefinitionSyntax) -> DumpNode {
  let name = dumpText(definition.name)
  switch definition.kind {
  case .binding(let pipeline): return DumpNode("let " + name, [dumpNode(pipeline)])
  case .function(let formals, let body):
    return DumpNode("fn " + name, formals.map(dumpNode) + [dumpNode(body)])
  case .stage(let formals, let stages):
    return DumpNode("stage " + name, formals.map(dumpNode) + stages.map(dumpNode))
  }
}

/// A name as it would be written.
func dumpText(_ name: NameSyntax) -> String {
  name.text.isEmpty ? "?" : StringQuoting.quotedName(name.text)
}

func dumpText(_ names: [NameSyntax]) -> String {
  names.map { dumpText($0) }.joined(separator: " ")
}

func dumpNode(_ pipeline: PipelineSyntax) -> DumpNode {
  DumpNode("pipeline", [dumpNode(pipeline.source)] + pipeline.stages.map(dumpNode))
}

private func dumpNode(_ source: SourceSyntax) -> DumpNode {
  var clauses = [dumpNode(source.base)]
  if let asOf = source.asOf { clauses.append(DumpNode("as-of", [dumpNode(asOf)])) }
  if let validAt = source.validAt { clauses.append(DumpNode("valid-at", [dumpNode(validAt)])) }
  if let over = source.over { clauses.append(DumpNode("over", [dumpNode(over)])) }
  if let assuming = source.assuming {
    clauses.append(DumpNode("assuming", dumpNodes(assuming)))
  }
  return DumpNode("source", clauses)
}

private func dumpNode(_ base: BaseSyntax) -> DumpNode {
  switch base.kind {
  case .named(let name, let arguments):
    return DumpNode("read " + dumpText(name), dumpNodes(arguments))
  case .history(let name, let arguments):
    return DumpNode("history " + dumpText(name), dumpNodes(arguments))
  case .diff(let subject, let from, let to):
    return DumpNode("diff", [dumpNode(subject), dumpNode(from), dumpNode(to)])
  case .pipeline(let pipeline): return dumpNode(pipeline)
  case .invalid: return DumpNode("invalid")
  }
}

func dumpNodes(_ arguments: ArgumentsSyntax?) -> [DumpNode] {
  (arguments?.arguments ?? []).map { argument in
    var children = argument.value.map { [dumpNode($0)] } ?? []
    if let condition = argument.condition {
      children.append(DumpNode("where", [dumpNode(condition)]))
    }
    if let label = argument.label { return DumpNode("\(dumpText(label)):", children) }
    return children.count == 1 ? children[0] : DumpNode("argument", children)
  }
}
