package import Diagnostics

/// A source and the stages behind it.
package struct PipelineSyntax: Sendable {
  package let source: SourceSyntax
  package let stages: [StageSyntax]
  package let span: SourceSpan

  package init(source: SourceSyntax, stages: [StageSyntax], at span: SourceSpan) {
    self.source = source
    self.stages = stages
    self.span = span
  }
}

/// What a pipeline reads, and at which clocks.
package struct SourceSyntax: Sendable {
  package let base: BaseSyntax
  package let asOf: ExpressionSyntax?
  package let validAt: ExpressionSyntax?
  package let over: ExpressionSyntax?
  package let assuming: ArgumentsSyntax?
  package let span: SourceSpan

  package init(
    base: BaseSyntax, asOf: ExpressionSyntax? = nil, validAt: ExpressionSyntax? = nil,
    over: ExpressionSyntax? = nil, assuming: ArgumentsSyntax? = nil, at span: SourceSpan
  ) {
    self.base = base
    self.asOf = asOf
    self.validAt = validAt
    self.over = over
    self.assuming = assuming
    self.span = span
  }
}

package struct BaseSyntax: Sendable {
  package let kind: BaseKind
  package let span: SourceSpan

  package init(_ kind: BaseKind, at span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

package indirect enum BaseKind: Sendable {
  /// A source, a `let` or a saved query: `obligations`, `obligations(all: true)`.
  case named(NameSyntax, ArgumentsSyntax?)
  /// Every version of the rows of a source.
  case history(NameSyntax, ArgumentsSyntax?)
  /// Two readings of one source or pipeline compared; the subject is `named` or `pipeline`.
  case diff(BaseSyntax, from: ExpressionSyntax, to: ExpressionSyntax)
  case pipeline(PipelineSyntax)
  /// Stands where a source is missing; an error was reported.
  case invalid
}
