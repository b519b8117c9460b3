package import Diagnostics

/// A saved query, a library of definitions, or one pipeline typed at a prompt.
package struct FileSyntax: Sendable {
  package let uses: [UseSyntax]
  package let query: QueryHeaderSyntax?
  package let parameters: [ParameterSyntax]
  package let definitions: [DefinitionSyntax]
  /// Nil in a library, and where nothing was typed.
  package let pipeline: PipelineSyntax?
  package let span: SourceSpan

  package init(
    uses: [UseSyntax] = [], query: QueryHeaderSyntax? = nil, parameters: [ParameterSyntax] = [],
    definitions: [DefinitionSyntax] = [], pipeline: PipelineSyntax? = nil, at span: SourceSpan
  ) {
    self.uses = uses
    self.query = query
    self.parameters = parameters
    self.definitions = definitions
    self.pipeline = pipeline
    self.span = span
  }
}

/// `use lib/deadlines as d`
package struct UseSyntax: Sendable {
  package let path: [NameSyntax]
  package let alias: NameSyntax?
  package let span: SourceSpan

  package init(path: [NameSyntax], alias: NameSyntax?, at span: SourceSpan) {
    self.path = path
    self.alias = alias
    self.span = span
  }
}

/// `query name "Title"`
package struct QueryHeaderSyntax: Sendable {
  package let name: NameSyntax
  package let title: String?
  package let span: SourceSpan

  package init(name: NameSyntax, title: String?, at span: SourceSpan) {
    self.name = name
    self.title = title
    self.span = span
  }
}

/// `param name : type = default "what it is"`; also the formals of `fn` and `stage`, which have
/// no documentation.
package struct ParameterSyntax: Sendable {
  package let name: NameSyntax
  package let type: TypeSyntax
  package let defaultValue: ExpressionSyntax?
  package let documentation: String?
  package let span: SourceSpan

  package init(
    name: NameSyntax, type: TypeSyntax, defaultValue: ExpressionSyntax?, documentation: String?,
    at span: SourceSpan
  ) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
    self.documentation = documentation
    self.span = span
  }
}

/// `unit`, `set<unit>`, `duration?`
package struct TypeSyntax: Sendable, Hashable {
  package let name: NameSyntax
  /// What stands between `<` and `>`; empty or one type.
  package let arguments: [TypeSyntax]
  package let isOptional: Bool
  package let span: SourceSpan

  package init(name: NameSyntax, arguments: [TypeSyntax], isOptional: Bool, at span: SourceSpan) {
    self.name = name
    self.arguments = arguments
    self.isOptional = isOptional
    self.span = span
  }
}

package struct DefinitionSyntax: Sendable {
  package let name: NameSyntax
  package let kind: DefinitionKind
  package let span: SourceSpan

  package init(name: NameSyntax, kind: DefinitionKind, at span: SourceSpan) {
    self.name = name
    self.kind = kind
    self.span = span
  }
}

package enum DefinitionKind: Sendable {
  /// `let name = pipeline`
  case binding(PipelineSyntax)
  /// `fn name(formals) = expression`
  case function([ParameterSyntax], ExpressionSyntax)
  /// `stage name(formals) = stage | stage`
  case stage([ParameterSyntax], [StageSyntax])
}

/// What evidence of a duty is, in a plan file: `report.submitted where unit == holder.unit`.
package struct EventPatternSyntax: Sendable {
  /// The words between the dots.
  package let event: [NameSyntax]
  package let condition: ExpressionSyntax?
  package let span: SourceSpan

  package init(event: [NameSyntax], condition: ExpressionSyntax?, at span: SourceSpan) {
    self.event = event
    self.condition = condition
    self.span = span
  }
}
