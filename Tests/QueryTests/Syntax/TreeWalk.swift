import QuerySyntax

/// Finds the expressions that stages, sources and definitions hold directly.
enum TreeWalk {
  static func expressions(of file: FileSyntax) -> [ExpressionSyntax] {
    file.parameters.compactMap(\.defaultValue)
      + file.definitions.flatMap(expressions(of:))
      + (file.pipeline.map(expressions(of:)) ?? [])
  }

  static func expressions(of definition: DefinitionSyntax) -> [ExpressionSyntax] {
    switch definition.kind {
    case .binding(let pipeline): expressions(of: pipeline)
    case .function(let formals, let body): formals.compactMap(\.defaultValue) + [body]
    case .stage(let formals, let stages):
      formals.compactMap(\.defaultValue) + stages.flatMap(expressions(of:))
    }
  }

  static func expressions(of pipeline: PipelineSyntax) -> [ExpressionSyntax] {
    let source = pipeline.source
    let clauses = [source.asOf, source.validAt, source.over].compactMap { $0 }
    return expressions(of: source.base) + clauses + (source.assuming?.expressions ?? [])
      + pipeline.stages.flatMap(expressions(of:))
  }

  private static func expressions(of base: BaseSyntax) -> [ExpressionSyntax] {
    switch base.kind {
    case .named(_, let arguments), .history(_, let arguments): arguments?.expressions ?? []
    case .diff(let subject, let from, let to): expressions(of: subject) + [from, to]
    case .pipeline(let pipeline): expressions(of: pipeline)
    case .invalid: []
    }
  }

  static func expressions(of stage: StageSyntax) -> [ExpressionSyntax] {
    switch stage.kind {
    case .filter(let condition), .within(_, let condition): [condition]
    case .verb(_, let duty, let by): [duty, by].compactMap { $0 }
    case .match(let match): expressions(of: match.pipeline) + [match.when].compactMap { $0 }
    case .lookup(let lookup): expressions(of: lookup.pipeline) + [lookup.when].compactMap { $0 }
    case .append(let pipeline): expressions(of: pipeline)
    case .derive(let bindings): bindings.map(\.value)
    case .select(let items): items.map(\.value)
    case .summarize(let summarize): summarize.bindings.map(\.value) + summarize.by.map(\.value)
    case .rollup(let rollup): rollup.bindings.map(\.value) + rollup.by.map(\.value)
    case .funnel(let funnel):
      funnel.steps.flatMap { expressions(of: $0.pipeline) } + funnel.by.map(\.value)
    case .sort(let keys): keys.map(\.value)
    case .top(let top): [top.key.value]
    case .assert(.condition(let condition), _): [condition]
    case .sequence(let sequence): sequence.steps.map(\.condition)
    case .user(_, let arguments): arguments?.expressions ?? []
    default: []
    }
  }
}
