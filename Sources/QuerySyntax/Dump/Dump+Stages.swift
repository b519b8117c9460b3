func dumpNode(_ stage: StageSyntax) -> DumpNode {
  switch stage.kind {
  case .filter(let condition): return DumpNode("where", [dumpNode(condition)])
  case .within(let scope, let unit): return DumpNode(scope.rawValue, [dumpNode(unit)])
  case .atLevel(let levels):
    return DumpNode("at-level " + levels.map(\.text).joined(separator: " "))
  case .verb(let verb, let duty, let by):
    let children = (duty.map { [dumpNode($0)] } ?? []) + labelled("by", by)
    return DumpNode(verb.rawValue, children)
  case .match(let match): return dumpNode(match)
  case .lookup(let lookup): return dumpNode(lookup)
  case .append(let pipeline): return DumpNode("append", [dumpNode(pipeline)])
  case .derive(let bindings): return DumpNode("derive", bindings.map(dumpNode))
  case .select(let items): return DumpNode("select", items.map(dumpNode))
  case .drop(let names): return DumpNode("drop " + dumpText(names))
  case .distinct(let names): return DumpNode("distinct " + dumpText(names))
  case .summarize(let summarize): return dumpNode(summarize)
  case .rollup(let rollup): return dumpNode(rollup)
  case .funnel(let funnel): return dumpNode(funnel)
  case .sort(let keys): return DumpNode("sort", keys.map(dumpNode))
  case .top(let top): return dumpNode(top)
  case .sequence(let sequence): return dumpNode(sequence)
  case .take, .show, .assert, .why, .pivot, .user, .invalid: return dumpShort(stage.kind)
  }
}

private func dumpShort(_ kind: StageKind) -> DumpNode {
  switch kind {
  case .take(let count): return DumpNode("take \(count)")
  case .show(let form, let names):
    return DumpNode((["show", dumpText(form)] + names.map { dumpText($0) }).joined(separator: " "))
  case .assert(let assertion, let message):
    let suffix = message.map { " " + StringQuoting.quoted($0) } ?? ""
    switch assertion {
    case .empty: return DumpNode("assert empty" + suffix)
    case .condition(let condition): return DumpNode("assert" + suffix, [dumpNode(condition)])
    }
  case .why(let all): return DumpNode(all ? "why all" : "why")
  case .pivot(let name): return DumpNode("pivot " + dumpText(name))
  case .user(let name, let arguments):
    return DumpNode("stage-call " + dumpText(name), dumpNodes(arguments))
  default: return DumpNode("invalid")
  }
}

private func labelled(_ label: String, _ expression: ExpressionSyntax?) -> [DumpNode] {
  expression.map { [DumpNode(label, [dumpNode($0)])] } ?? []
}

private func labelled(_ label: String, _ names: [NameSyntax]) -> [DumpNode] {
  names.isEmpty ? [] : [DumpNode("\(label) \(dumpText(names))")]
}

private func groups(_ items: [ItemSyntax]) -> [DumpNode] {
  items.isEmpty ? [] : [DumpNode("by", items.map(dumpNode))]
}

private func dumpNode(_ binding: BindingSyntax) -> DumpNode {
  DumpNode("= " + dumpText(binding.name), [dumpNode(binding.value)])
}

private func dumpNode(_ item: ItemSyntax) -> DumpNode {
  guard let name = item.name else { return dumpNode(item.value) }
  return DumpNode("= " + dumpText(name), [dumpNode(item.value)])
}

private func dumpNode(_ key: SortKeySyntax) -> DumpNode {
  DumpNode(key.direction?.rawValue ?? "key", [dumpNode(key.value)])
}

private func dumpNode(_ match: MatchSyntax) -> DumpNode {
  DumpNode(
    match.isNegated ? "without" : "with",
    [dumpNode(match.pipeline)] + labelled("on", match.on) + labelled("when", match.when))
}

private func dumpNode(_ lookup: LookupSyntax) -> DumpNode {
  DumpNode(
    lookup.isExpand ? "expand" : "lookup",
    [dumpNode(lookup.pipeline)] + labelled("on", lookup.on) + labelled("when", lookup.when)
      + labelled("as", lookup.alias.map { [$0] } ?? []))
}

private func dumpNode(_ summarize: SummarizeSyntax) -> DumpNode {
  var children = summarize.bindings.map(dumpNode) + groups(summarize.by)
  if summarize.fill != nil { children.append(DumpNode("fill")) }
  if summarize.total != nil { children.append(DumpNode("total")) }
  return DumpNode("summarize", children)
}

private func dumpNode(_ rollup: RollupSyntax) -> DumpNode {
  let to = rollup.to.map { [DumpNode("to " + $0.text)] } ?? []
  return DumpNode("rollup", rollup.bindings.map(dumpNode) + to + groups(rollup.by))
}

private func dumpNode(_ funnel: FunnelSyntax) -> DumpNode {
  let steps = funnel.steps.map { step in
    DumpNode("step " + dumpText(step.name), [dumpNode(step.pipeline)])
  }
  let label = "funnel" + (funnel.isEach ? " each" : "") + (funnel.isInOrder ? " in-order" : "")
  return DumpNode(label, steps + labelled("within", funnel.within) + groups(funnel.by))
}

private func dumpNode(_ top: TopSyntax) -> DumpNode {
  DumpNode("top \(top.count)", [dumpNode(top.key)] + labelled("per", top.per))
}

private func dumpNode(_ sequence: SequenceSyntax) -> DumpNode {
  let steps = sequence.steps.map { step in
    let label = (step.isAbsent ? "absent " : "step ") + dumpText(step.name)
    return DumpNode(label, [dumpNode(step.condition)])
  }
  return DumpNode(
    "sequence",
    labelled("by", sequence.by) + labelled("within", sequence.within) + steps
      + labelled("until", sequence.until))
}
