import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

extension Analyzer {
  func funnel(
    _ syntax: FunnelSyntax, _ stage: StageSyntax, on stream: Stream,
    in environment: PipelineEnvironment
  ) -> Stream {
    guard let key = universeKey(of: stream, at: stage) else {
      var open = stream
      open.scope.isOpen = true
      return open
    }
    let counts = countColumns(stream.scope.columns[key].type)
    var names = syntax.isEach ? Projection(passing: stream.scope) : Projection(reserving: counts)
    let keys = syntax.isEach ? [] : groupKeys(syntax.by, on: stream, names: &names)
    let steps = syntax.steps.compactMap { step in
      funnelStep(step, key: stream.scope.columns[key], of: stream, in: environment)
    }
    let order = syntax.isInOrder ? FunnelOrder(within: within(syntax, on: stream)) : nil
    if syntax.isInOrder { warnOfSharedRows(syntax.steps) }
    let columns =
      syntax.isEach
      ? eachColumns(syntax, &names, stream)
      : keys.map(\.column) + counts
    let node = PlanNode(
      .funnel(
        stream.node, key: key, steps: steps, order: order, each: syntax.isEach,
        keys: keys.map(\.key)), columns: columns, origin: stage.origin)
    return finished(stream, node, isEach: syntax.isEach)
  }

  /// Whose way is followed: the person if rows have one, else the unit.
  private func universeKey(of stream: Stream, at stage: StageSyntax) -> Int? {
    let scope = stream.scope
    if let index = scope.index(of: "person") ?? scope.index(of: "unit") { return index }
    if !scope.isOpen {
      report(
        .funnelKey, "a funnel follows persons or units, and these rows have neither",
        at: stage.keyword)
    }
    return nil
  }

  private func funnelStep(
    _ syntax: FunnelStepSyntax, key: PlanColumn, of stream: Stream,
    in environment: PipelineEnvironment
  ) -> FunnelStep? {
    let step = inner(syntax.pipeline, of: stream, in: environment)
    warnOfMixedDuties(step, seenBy: [])
    guard !step.scope.isOpen else { return nil }
    guard let index = step.scope.index(of: key.name),
      step.scope.columns[index].type.wrapped == key.type.wrapped
    else {
      report(
        .funnelKey, "the rows of step '\(syntax.name.text)' have no \(key.name)",
        at: syntax.pipeline.span, remedy: "the funnel counts by \(key.name)")
      return nil
    }
    let scope = step.scope
    guard let time = scope.index(of: HiddenColumn.time) ?? scope.index(of: "at"),
      let position = scope.index(of: HiddenColumn.position) ?? scope.index(of: "seq")
    else {
      report(
        .funnelKey, "the rows of step '\(syntax.name.text)' have no time of their own",
        at: syntax.pipeline.span, remedy: "a step may not group its rows")
      return nil
    }
    return FunnelStep(
      name: syntax.name.text, input: step.node, key: index, at: time, position: position)
  }

  private func within(_ syntax: FunnelSyntax, on stream: Stream) -> PlanExpression? {
    guard let within = syntax.within else { return nil }
    let context = ExpressionContext(
      scope: constantScope(of: stream), mode: .constant("within"))
    let typed = value(within, in: context, expecting: Expectation(.duration))
    guard !typed.isUnknown else { return nil }
    if typed.type.isLength { return typed.expression }
    let written = text(within.span)
    report(
      .numberForDuration, "within takes a duration, found \(shortType(typed.type))",
      at: within.span, remedy: "`\(written)d`, `\(written)h`")
    return nil
  }

  private func constantScope(of stream: Stream) -> RowScope {
    var scope = RowScope()
    scope.locals = stream.scope.locals
    return scope
  }

  /// Two steps over the same source without conditions that part them.
  private func warnOfSharedRows(_ steps: [FunnelStepSyntax]) {
    var seen: [String: String] = [:]
    for step in steps {
      let written = text(step.pipeline.span)
      if let other = seen[written] {
        warn(
          .oneRowTwoSteps, "one row can meet both '\(other)' and '\(step.name.text)'",
          at: step.span, remedy: "a row serves two steps only with different times")
      }
      seen[written] = step.name.text
    }
  }

  private func eachColumns(
    _ syntax: FunnelSyntax, _ names: inout Projection, _ stream: Stream
  ) -> [PlanColumn] {
    var columns = stream.scope.columns
    for step in syntax.steps where claim(step.name, in: &names) {
      let column = PlanColumn(step.name.text, .optional(.instant))
      names.add(column.name, PlanExpression(.constant(.none), type: column.type))
      columns.append(column)
    }
    return columns
  }

  private func countColumns(_ key: ValueType) -> [PlanColumn] {
    [
      PlanColumn("step", .string),
      PlanColumn("reached", .integer(key.wrapped.countKind)),
      PlanColumn("of_first", .optional(.ratio)),
      PlanColumn("of_prev", .optional(.ratio)),
      PlanColumn("gap", .optional(.duration)),
    ]
  }

  private func finished(_ stream: Stream, _ node: PlanNode, isEach: Bool) -> Stream {
    var result = stream
    result.node = node
    result.scope.columns = node.columns
    guard !isEach else { return result }
    result.scope.narrowed = []
    result.scope.sourceName = nil
    result.scope.unitColumn = nil
    result.scope.noteGone(from: stream.scope, at: stream.facts.stageNumber)
    result.facts.isGrouped = true
    result.facts.identity = nil
    result.facts.filingFilter = nil
    result.facts.rowKind = .row
    return result
  }
}
