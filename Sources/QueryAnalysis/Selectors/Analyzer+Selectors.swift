import Catalog
package import Diagnostics
import QueryPlan
package import QuerySyntax

/// The holder of a duty: `units` or `offices` and stages that keep or drop single rows.
///
/// A selector is evaluated on the due day as known at a position, so it has no `as of`, no clock
/// and no parameters.
package func analyseHolder(
  _ pipeline: PipelineSyntax, source: SourceText, schemas: SchemaSet = SchemaSet(),
  resolver: (any EntityResolver)?, options: AnalysisOptions = AnalysisOptions()
) -> SelectorAnalysis {
  let analyzer = Analyzer(source: source, schemas: schemas, resolver: resolver, options: options)
  return analyzer.selector(pipeline, sources: ["units", "offices"], holder: nil)
}

/// The targets of a pair duty: `units`, with the holder's columns in scope as `holder.NAME`, and
/// exactly one equality with `holder.unit`.
package func analyseTarget(
  _ pipeline: PipelineSyntax, holderSource: String, source: SourceText,
  schemas: SchemaSet = SchemaSet(), resolver: (any EntityResolver)?,
  options: AnalysisOptions = AnalysisOptions()
) -> SelectorAnalysis {
  let analyzer = Analyzer(source: source, schemas: schemas, resolver: resolver, options: options)
  return analyzer.selector(
    pipeline, sources: ["units"], holder: schemas.source(named: holderSource))
}

extension Analyzer {
  func selector(
    _ syntax: PipelineSyntax, sources: [String], holder: SourceSchema?
  ) -> SelectorAnalysis {
    guard let schema = selectorSource(syntax.source, among: sources) else {
      return SelectorAnalysis(
        source: "", columns: [], predicate: nil, tie: nil, diagnostics: diagnostics)
    }
    var stream = selectorStream(schema, holder)
    for stage in syntax.stages {
      stream.facts.stageNumber += 1
      stream = selectorStage(stage, on: stream)
    }
    var conjuncts = stream.node.conditions
    for condition in conjuncts { refuseClock(in: condition) }
    var tie: SelectorTie?
    if holder != nil { tie = takeTie(from: &conjuncts, of: stream, at: syntax.span) }
    let predicate =
      conjuncts.isEmpty
      ? nil
      : conjuncts.dropFirst().reduce(conjuncts[0]) { PlanExpression(.and($0, $1), type: .bool) }
    return SelectorAnalysis(
      source: schema.name, columns: stream.node.rowColumns, predicate: predicate, tie: tie,
      diagnostics: diagnostics)
  }

  private func selectorSource(_ syntax: SourceSyntax, among names: [String]) -> SourceSchema? {
    guard case .named(let name, let arguments) = syntax.base.kind else {
      if case .invalid = syntax.base.kind { return nil }
      report(
        .rowStageOnly, "a selector begins with a source", at: syntax.base.span,
        remedy: names.map { "`\($0)`" }.joined(separator: " or "))
      return nil
    }
    if let clause = syntax.asOf ?? syntax.validAt ?? syntax.over {
      report(
        .rowStageOnly, "a selector is asked of the due day, it takes no clock", at: clause.span)
    }
    if let span = syntax.assuming?.span ?? arguments?.span {
      report(.rowStageOnly, "the source of a selector takes no arguments", at: span)
    }
    guard names.contains(name.text), let schema = schemas.source(named: name.text) else {
      let near = nearestName(to: name.text, among: names)
      report(
        .unknownSource, "a selector cannot begin with '\(name.text)'", at: name.span,
        remedy: near.map { "did you mean '\($0)'?" }
          ?? "it begins with \(names.map { "`\($0)`" }.joined(separator: " or "))")
      return nil
    }
    return schema
  }

  private func selectorStream(_ schema: SourceSchema, _ holder: SourceSchema?) -> Stream {
    let own = schema.columns.map { PlanColumn($0.name, $0.type) }
    let others = (holder?.columns ?? []).map { PlanColumn("holder.\($0.name)", $0.type) }
    var scope = RowScope()
    scope.columns = own + others
    scope.sourceName = schema.name
    scope.unitColumn = schema.unitColumn.flatMap { scope.index(of: $0) }
    let node = PlanNode(
      .scan(
        source: schema.name, all: false, columns: scope.columns.map(\.name),
        reading: ReadingRequest()), columns: scope.columns)
    return Stream(node: node, scope: scope)
  }

  private func selectorStage(_ stage: StageSyntax, on stream: Stream) -> Stream {
    switch stage.kind {
    case .filter, .within, .atLevel:
      return self.stage(stage, on: stream, in: PipelineEnvironment())
    case .invalid: return stream
    default:
      report(
        .rowStageOnly, "a selector keeps or drops single rows, `\(text(stage.keyword))` does not",
        at: stage.keyword, remedy: "where, under, below, at level")
      return stream
    }
  }

  /// `now`, and rows of other sources, would make who owes depend on when it is asked.
  private func refuseClock(in expression: PlanExpression) {
    let span =
      expression.origin.map { SourceSpan($0.lowerBound, $0.upperBound) } ?? SourceSpan(at: 0)
    switch expression.kind {
    case .now, .today, .head:
      report(.rowStageOnly, "a selector is asked of the due day, it knows no clock", at: span)
    case .lookup(_, let source, _, _) where source != "units":
      report(.rowStageOnly, "a selector looks at units and offices only", at: span)
    default: break
    }
    for operand in expression.operands { refuseClock(in: operand) }
  }

  /// Takes the equality with `holder.unit` out of the conditions.
  private func takeTie(
    from conjuncts: inout [PlanExpression], of stream: Stream, at span: SourceSpan
  ) -> SelectorTie? {
    guard let holder = stream.scope.index(of: "holder.unit"),
      let firstOfHolder = stream.scope.columns.firstIndex(where: { $0.name.hasPrefix("holder.") })
    else { return nil }
    let ties = conjuncts.enumerated().compactMap { index, condition -> (Int, SelectorTie)? in
      guard case .compare(.equal, let left, let right) = condition.kind else { return nil }
      for (target, other) in [(left, right), (right, left)] {
        guard other.kind == .column(holder), !target.columnsRead.isEmpty,
          target.columnsRead.allSatisfy({ $0 < firstOfHolder })
        else { continue }
        return (index, SelectorTie(target: target, holder: holder))
      }
      return nil
    }
    guard ties.count == 1, let (index, tie) = ties.first else {
      if !diagnostics.hasErrors {
        report(
          .tieMissing,
          "a target is tied to its holder by exactly one equality, found \(ties.count)",
          at: span, remedy: "`where parent == holder.unit`")
      }
      return nil
    }
    conjuncts.remove(at: index)
    return tie
  }
}

extension PlanNode {
  /// The conditions of a chain of filters, in reading order, `and` taken apart.
  fileprivate var conditions: [PlanExpression] {
    guard case .filter(let input, let condition) = kind else { return [] }
    return input.conditions + condition.conjuncts
  }

  /// The columns of the rows that the filters look at.
  fileprivate var rowColumns: [PlanColumn] {
    if case .filter(let input, _) = kind { return input.rowColumns }
    return columns
  }
}

extension PlanExpression {
  fileprivate var conjuncts: [PlanExpression] {
    if case .and(let left, let right) = kind { return left.conjuncts + right.conjuncts }
    return [self]
  }
}
