import Diagnostics
import QueryAnalysis
import QueryPlan
import QuerySyntax
import TestSupport
import Testing

@Suite("Analysis: the saved queries")
struct SavedQueryAnalysisTests {
  static let files = ProjectFiles.files(under: "Queries", ending: ".kiem")

  @Test("every saved query analyses without an error, with and without a ledger", arguments: files)
  func analyses(path: String) throws {
    let text = try ProjectFiles.text(path)
    for resolver in [nil, TestResolver()] {
      let (result, diagnostics, source) = analysed(
        text, resolver: resolver, options: AnalysisOptions(requiresArguments: false))
      let errors = diagnostics.filter { $0.severity == .error }
      #expect(errors.isEmpty, "\(DiagnosticRenderer().render(errors, in: source))")
      let lints = diagnostics.filter { $0.severity == .warning }
      #expect(lints.isEmpty, "\(DiagnosticRenderer().render(lints, in: source))")
      let plan = try #require(result.plan)
      #expect(
        PlanInvariants.violations(of: plan).isEmpty,
        "\(PlanInvariants.violations(of: plan))\n\(plan.describe())")
      #expect(plan.columns == result.resultColumns)
    }
  }
}
