package import Diagnostics
import QueryAnalysis
package import QueryEngine
import QueryPlan

/// How a question is answered, stage by stage.
package struct QueryExplanation: Sendable {
  package struct Stage: Sendable {
    /// 0 for the question's own pipeline, more for pipelines inside it.
    package let depth: Int
    package let text: String
    /// None for a plan that was not run.
    package let cost: StageMeter.Cost?
  }

  package let stages: [Stage]
  /// The answer, when the question was run.
  package let answer: Answer?
  /// Lints of the text.
  package let warnings: [Diagnostic]
  package let source: SourceText
}

extension Ledger {
  /// Says how a question is answered; with `isRun` it is answered and what each stage cost is
  /// counted. Throws as `query`.
  package func explain(
    _ request: QueryRequest, isRun: Bool, cancellation: CancellationToken = CancellationToken()
  ) throws -> QueryExplanation {
    try withStandingRows(for: request.source, until: cancellation) {
      let run = try QueryRun(self, request)
      let analysis = try run.analysed()
      guard let plan = analysis.plan, !analysis.diagnostics.hasErrors else {
        throw QueryFailure.text(analysis.diagnostics, request.source)
      }
      guard isRun else {
        return QueryExplanation(plan, nil, nil, analysis.diagnostics, request.source)
      }
      let meter = StageMeter()
      let table = try execute(
        plan, world: run.world, reading: run.base, limits: limits, cancellation: cancellation,
        meter: meter)
      let answer = try run.answer(table, warnings: analysis.diagnostics)
      return QueryExplanation(plan, meter, answer, analysis.diagnostics, request.source)
    }
  }
}

extension QueryExplanation {
  init(
    _ plan: PlanNode, _ meter: StageMeter?, _ answer: Answer?, _ warnings: [Diagnostic],
    _ source: SourceText
  ) {
    stages = plan.steps.map { step in
      Stage(depth: step.depth, text: step.text, cost: meter?.cost(of: step.node))
    }
    self.answer = answer
    self.warnings = warnings
    self.source = source
  }
}
