import Catalog
package import Diagnostics
import QueryPlan
package import QuerySyntax

/// Settles names and types of a text and makes the plan that runs it.
///
/// Never throws and never stops at the first error: each stage is read with what is known of the
/// stages before it. `arguments` are the values given for parameters, by name.
package func analyse(
  _ file: FileSyntax, source: SourceText, arguments: [String: ParameterArgument] = [:],
  schemas: SchemaSet = SchemaSet(), resolver: (any EntityResolver)? = nil,
  options: AnalysisOptions = AnalysisOptions()
) -> AnalysisResult {
  let analyzer = Analyzer(source: source, schemas: schemas, resolver: resolver, options: options)
  return analyzer.analyse(file, arguments)
}

extension Analyzer {
  func analyse(_ file: FileSyntax, _ arguments: [String: ParameterArgument]) -> AnalysisResult {
    for use in file.uses {
      report(.useNotYet, "`use` is not in this version yet", at: use.span)
    }
    collectDefinitions(file.definitions)
    bindParameters(file.parameters, arguments)
    var stream: Stream?
    if let pipeline = file.pipeline {
      var environment = PipelineEnvironment()
      environment.isMain = true
      stream = self.pipeline(pipeline, in: environment)
    }
    if let stream { warnOfMixedDuties(stream) }
    checkUnreadDefinitions(file.definitions)
    warnOfUnusedParameters(file.parameters, hasPipeline: stream != nil)
    let found = diagnostics.sorted { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }
    let plan = found.hasErrors ? nil : stream.map(finished)
    return AnalysisResult(
      plan: options.prunesColumns ? plan?.pruned() : plan,
      parameters: file.parameters.compactMap { parameters[$0.name.text]?.description },
      diagnostics: found, resultColumns: stream?.scope.visibleColumns ?? [], stages: stageScopes)
  }

  private func collectDefinitions(_ list: [DefinitionSyntax]) {
    for definition in list {
      let name = definition.name.text
      if definitions[name] != nil {
        report(.duplicateName, "'\(name)' is defined twice", at: definition.name.span)
      } else if schemas.source(named: name) != nil {
        report(
          .duplicateName, "'\(name)' is a source of the ledger", at: definition.name.span,
          remedy: "choose another name")
      } else {
        definitions[name] = definition
      }
    }
  }

  /// A `let` that the pipeline does not use is read for its errors all the same.
  private func checkUnreadDefinitions(_ list: [DefinitionSyntax]) {
    for definition in list {
      guard case .binding(let pipeline) = definition.kind, !budget.isSpent else { continue }
      budget = ExpansionBudget()
      _ = entering(definition, at: definition.span) {
        self.pipeline(pipeline, in: PipelineEnvironment())
      }
    }
  }

  /// Answers hold visible columns only.
  private func finished(_ stream: Stream) -> PlanNode {
    guard stream.scope.columns.contains(where: \.isHidden) else { return stream.node }
    var projection = Projection()
    for (index, column) in stream.scope.columns.enumerated() where !column.isHidden {
      projection.add(column.name, PlanExpression(.column(index), type: column.type))
    }
    return PlanNode(
      .project(stream.node, projection.bindings),
      columns: projection.bindings.map { PlanColumn($0.name, $0.expression.type) })
  }
}
