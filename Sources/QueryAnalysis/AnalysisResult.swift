package import Catalog
package import Diagnostics
package import QueryPlan

/// What analysing a text yields; it never throws, and reports as many errors as it can find.
package struct AnalysisResult: Sendable {
  /// None when there is an error, or no pipeline.
  package let plan: PlanNode?
  package let parameters: [ParameterDescription]
  /// In order of position.
  package let diagnostics: [Diagnostic]
  /// Visible columns of the answer, also when there is an error further up.
  package let resultColumns: [PlanColumn]
  /// What is in scope behind the source and behind every stage of the main pipeline, for
  /// completion.
  package let stages: [StageScope]
}

/// A declared parameter, for prompts, `--help` and completion.
package struct ParameterDescription: Sendable, Hashable {
  package let name: String
  package let type: ValueType
  /// Source text of the default, none for a parameter that must be given.
  package let defaultText: String?
  package let documentation: String?

  package init(name: String, type: ValueType, defaultText: String?, documentation: String?) {
    self.name = name
    self.type = type
    self.defaultText = defaultText
    self.documentation = documentation
  }

  package var isRequired: Bool { defaultText == nil }
}

/// The columns that leave a source or a stage.
package struct StageScope: Sendable, Hashable {
  package let span: SourceSpan
  /// Visible ones only.
  package let columns: [PlanColumn]
  /// The source that the rows still come from, none once they were grouped.
  package let source: String?

  package init(span: SourceSpan, columns: [PlanColumn], source: String?) {
    self.span = span
    self.columns = columns
    self.source = source
  }
}
