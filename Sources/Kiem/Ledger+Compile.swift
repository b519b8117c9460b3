import Diagnostics
import QueryAnalysis
import QueryPlan
import QuerySyntax

/// The stages of a text before it runs, each as text that a person can review.
package struct CompiledQuery: Sendable {
  /// The syntax tree.
  package let tree: String
  /// Result columns with their types, and the parameters.
  package let types: String
  /// The logical plan.
  package let plan: String
}

extension Ledger {
  /// Compiles a question without running it. Throws `QueryFailure.text` when it is wrong.
  package func compile(_ request: QueryRequest) throws -> CompiledQuery {
    let run = try QueryRun(self, request)
    let analysis = try run.analysed()
    guard let plan = analysis.plan, !analysis.diagnostics.hasErrors else {
      throw QueryFailure.text(analysis.diagnostics, request.source)
    }
    let parameters = analysis.parameters.map { "param \($0.name): \($0.type)" }
    let columns = analysis.resultColumns.map { "\($0.name): \($0.type)" }
    return CompiledQuery(
      tree: dump(parse(request.source).file),
      types: (parameters + columns).joined(separator: "\n") + "\n", plan: plan.describe())
  }
}
