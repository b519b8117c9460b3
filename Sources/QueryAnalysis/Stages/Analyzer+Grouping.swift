import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

extension Analyzer {
  func summarize(
    _ syntax: SummarizeSyntax, _ stage: StageSyntax, on stream: Stream
  ) -> Stream {
    var names = Projection()
    let keys = groupKeys(syntax.by, on: stream, names: &names)
    let addsRows = syntax.fill != nil || syntax.total != nil
    let collector = collector(
      keys, on: stream, groupsHaveRows: !syntax.by.isEmpty && !addsRows,
      isFilled: syntax.fill != nil)
    if let fill = syntax.fill { checkFill(keys, at: fill) }
    let hasTotal = syntax.total != nil
    let bindings = results(of: syntax.bindings, collector, on: stream, names: &names)
    let outputs = keys.outputs(optional: hasTotal) + bindings
    let grouping = Grouping(
      keys: keys.map(\.key), aggregates: collector.aggregates, outputs: outputs)
    let columns = outputs.map { PlanColumn($0.name, $0.expression.type) }
    let node = PlanNode(
      .summarize(stream.node, grouping, fill: syntax.fill != nil, total: hasTotal),
      columns: columns, origin: stage.origin)
    return grouped(stream, node, keys)
  }

  func rollup(_ syntax: RollupSyntax, _ stage: StageSyntax, on stream: Stream) -> Stream {
    guard let unit = unitColumn(of: stream, for: stage) else {
      var open = stream
      open.scope.isOpen = true
      return open
    }
    if let level = syntax.to { _ = checkLevel(level.text, at: level.span) }
    let fixed = [
      PlanColumn("unit", unit.type),
      PlanColumn("level", unit.type.isOptional ? .optional(.level) : .level),
      PlanColumn("depth", .integer(nil)),
    ]
    var names = Projection(reserving: fixed)
    let keys = groupKeys(syntax.by, on: stream, names: &names)
    let collector = collector(keys, on: stream, isRollup: true)
    let bindings = results(of: syntax.bindings, collector, on: stream, names: &names)
    let outputs = keys.outputs(optional: false) + bindings
    let grouping = Grouping(
      keys: keys.map(\.key), aggregates: collector.aggregates, outputs: outputs)
    let columns = fixed + outputs.map { PlanColumn($0.name, $0.expression.type) }
    let node = PlanNode(
      .rollup(
        stream.node, grouping, unit: unit, day: stream.scope.treeDay, root: stream.facts.root,
        level: syntax.to?.text), columns: columns, origin: stage.origin)
    var result = grouped(stream, node, keys)
    result.scope.unitColumn = 0
    result.facts.identity = RowIdentity(groups: ["unit"] + keys.map(\.column.name))
    result.facts.members = nil
    return result
  }

  private func collector(
    _ keys: [GroupKey], on stream: Stream, groupsHaveRows: Bool = false, isRollup: Bool = false,
    isFilled: Bool = false
  ) -> AggregateCollector {
    AggregateCollector(
      keys: keys.map(\.column), groupsHaveRows: groupsHaveRows, isRollup: isRollup,
      isFilled: isFilled, rowKind: stream.facts.rowKind, filingFilter: stream.facts.filingFilter)
  }

  private func results(
    of bindings: [BindingSyntax], _ collector: AggregateCollector, on stream: Stream,
    names: inout Projection
  ) -> [PlanBinding] {
    let context = ExpressionContext(scope: stream.scope, mode: .grouped(collector))
    return bindings.compactMap { binding in
      let typed = value(binding.value, in: context)
      guard claim(binding.name, in: &names) else { return nil }
      names.add(binding.name.text, typed.expression)
      return PlanBinding(binding.name.text, typed.expression)
    }
  }

  /// What leaves a grouping: rows without a source, without an order of their own.
  private func grouped(_ stream: Stream, _ node: PlanNode, _ keys: [GroupKey]) -> Stream {
    var scope = RowScope()
    scope.columns = node.columns
    scope.locals = stream.scope.locals
    scope.gone = stream.scope.gone
    scope.isOpen = stream.scope.isOpen
    scope.noteGone(from: stream.scope, at: stream.facts.stageNumber)
    let unit = keys.firstIndex { key in
      stream.scope.unitColumn.map { key.key.expression.kind == .column($0) } ?? false
    }
    let named = keys.firstIndex {
      $0.column.name == "unit" && $0.column.type.wrapped == .entity(.unit)
    }
    scope.unitColumn = unit ?? named
    var facts = StreamFacts()
    facts.stageNumber = stream.facts.stageNumber
    facts.reading = stream.facts.reading
    facts.isGrouped = true
    facts.mixedDuties = stream.facts.mixedDuties
    facts.identity = RowIdentity(groups: keys.map(\.column.name))
    facts.members = members(of: stream, by: keys)
    return Stream(node: node, scope: scope, facts: facts)
  }

  private func checkFill(_ keys: [GroupKey], at span: SourceSpan) {
    let periods = keys.filter { $0.column.type.wrapped == .period && !$0.key.isEach }
    guard periods.count != 1, !keys.contains(where: { $0.column.type == .unknown }) else { return }
    report(
      .fillNeedsPeriod, "fill needs exactly one period behind `by`, found \(periods.count)",
      at: span, remedy: "as in `by week = week(at) fill`")
  }

  func groupKeys(
    _ items: [ItemSyntax], on stream: Stream, names: inout Projection
  ) -> [GroupKey] {
    items.compactMap { item in
      let key = groupKey(item, in: ExpressionContext(scope: stream.scope))
      guard let name = name(of: item), claim(name, in: &names) else { return nil }
      names.add(name.text, key.expression)
      return GroupKey(
        key: PlanGroupKey(name.text, key.expression, isEach: key.isEach),
        column: PlanColumn(name.text, key.type))
    }
  }

  /// The value of a key; `each(set)` gives one per element.
  private func groupKey(
    _ item: ItemSyntax, in context: ExpressionContext
  ) -> (expression: PlanExpression, type: ValueType, isEach: Bool) {
    guard case .call(let function, let arguments) = item.value.kind, function.text == "each",
      definitions["each"] == nil, let syntax = arguments.positional.first
    else {
      let typed = value(item.value, in: context)
      return (typed.expression, typed.type, false)
    }
    let typed = value(syntax, in: context)
    if case .set(let element) = typed.type.wrapped { return (typed.expression, element, true) }
    if !typed.isUnknown {
      report(
        .argumentType, "each() wants a set, found \(shortType(typed.type))", at: syntax.span)
    }
    return (typed.expression, .unknown, true)
  }
}

/// A key of a grouping and the column that it gives.
struct GroupKey {
  let key: PlanGroupKey
  let column: PlanColumn
}

extension [GroupKey] {
  /// The keys as results; a total row has none in their place.
  fileprivate func outputs(optional: Bool) -> [PlanBinding] {
    enumerated().map { index, key in
      let type = optional ? key.column.type.optional : key.column.type
      return PlanBinding(key.column.name, PlanExpression(.column(index), type: type))
    }
  }
}
