import Catalog
import Diagnostics
import QueryPlan
import QuerySyntax

extension Analyzer {
  func source(_ pipeline: PipelineSyntax, in environment: PipelineEnvironment) -> Stream {
    let syntax = pipeline.source
    switch syntax.base.kind {
    case .named(let name, let arguments):
      if let definition = definitions[name.text], case .binding(let bound) = definition.kind {
        return named(definition, bound, syntax, in: environment)
      }
      guard let schema = schemas.source(named: name.text) else {
        reportUnknownSource(name)
        return openStream(reading(of: syntax, schema: nil, in: environment))
      }
      let request = reading(of: syntax, schema: schema, in: environment)
      warnOfMixedCampaigns(schema, pipeline)
      return scan(
        schema, readsAll: readsAll(arguments, of: schema), request, syntax,
        locals: environment.locals)
    case .pipeline(let inner):
      let request = reading(of: syntax, schema: nil, in: environment)
      return nested(inner, request, syntax, in: environment)
    case .history(let name, let arguments):
      return history(name, arguments, syntax, in: environment)
    case .diff(let subject, let from, let to):
      return diff(subject, from: from, to: to, syntax, in: environment)
    case .invalid:
      return openStream(ReadingRequest())
    }
  }

  /// A `let`, read where its name stands.
  private func named(
    _ definition: DefinitionSyntax, _ bound: PipelineSyntax, _ syntax: SourceSyntax,
    in environment: PipelineEnvironment
  ) -> Stream {
    let request = reading(of: syntax, schema: nil, in: environment)
    return entering(definition, at: syntax.base.span) {
      nested(bound, request, syntax, in: environment)
    } ?? openStream(request)
  }

  /// A pipeline as a source; the clauses behind it are what it inherits.
  private func nested(
    _ pipeline: PipelineSyntax, _ request: ReadingRequest, _ syntax: SourceSyntax,
    in environment: PipelineEnvironment
  ) -> Stream {
    var inner = environment.inner
    inner.reading = request
    inner.reading.over = nil
    var stream = self.pipeline(pipeline, in: inner)
    stream.facts.stageNumber = 1
    if let over = request.over { cut(&stream, to: over, at: syntax) }
    return stream
  }

  /// `over` on a pipeline: its rows still know their own time, unless they were grouped.
  private func cut(_ stream: inout Stream, to period: PlanExpression, at syntax: SourceSyntax) {
    let span = syntax.over?.span ?? syntax.span
    guard
      let index = stream.scope.index(of: HiddenColumn.time) ?? stream.scope.index(of: "at")
    else {
      report(.overNeedsPeriod, "these rows have no time of their own", at: span)
      return
    }
    let time = PlanExpression(.column(index), type: stream.scope.columns[index].type)
    stream.extend(
      .filter(stream.node, plan(.contained(time, in: period), .bool, span)), origin: nil)
  }

  /// A stream about which nothing is known, after an error: names in it are not questioned.
  func openStream(_ request: ReadingRequest) -> Stream {
    let node = PlanNode(.scan(source: "", all: false, columns: [], reading: request), columns: [])
    var scope = RowScope()
    scope.isOpen = true
    var stream = Stream(node: node, scope: scope)
    stream.facts.reading = request
    return stream
  }

  private func scan(
    _ schema: SourceSchema, readsAll: Bool, _ request: ReadingRequest, _ syntax: SourceSyntax,
    locals: [String: LocalName]
  ) -> Stream {
    var columns = schema.columns.map { PlanColumn($0.name, $0.type) }
    // Rows of obligations stand where their holder stood on the due day, unless a day is written.
    if schema.name == "obligations", request.validAt == nil {
      columns.append(PlanColumn(HiddenColumn.treeDay, .date))
    }
    columns.append(PlanColumn(HiddenColumn.time, .instant))
    columns.append(PlanColumn(HiddenColumn.position, .position))
    var scope = RowScope()
    scope.columns = columns
    scope.locals = locals
    scope.sourceName = schema.name
    scope.leavesOutUnexpected = !readsAll
    scope.unitColumn = schema.unitColumn.flatMap { scope.index(of: $0) }
    let node = PlanNode(
      .scan(source: schema.name, all: readsAll, columns: columns.map(\.name), reading: request),
      columns: columns, origin: syntax.span.start..<syntax.span.end)
    var stream = Stream(node: node, scope: scope)
    stream.facts.reading = request
    stream.facts.rowKind = schema.entity?.countKind ?? (schema.name == "views" ? .view : .row)
    if readsAll, schema.name == "obligations" {
      stream.facts.filingFilter = FilingFilter(stage: 1, text: "(all: true)", addsRows: true)
    }
    stream.facts.identity = RowIdentity(of: schema, readsAll: readsAll)
    if schema.isCampaignScoped { cutToCampaign(&stream, by: "campaign") }
    return stream
  }

  func cutToCampaign(_ stream: inout Stream, by name: String) {
    guard let campaign, let index = stream.scope.index(of: name) else { return }
    let column = PlanExpression(.column(index), type: stream.scope.columns[index].type)
    stream.extend(
      .filter(
        stream.node, PlanExpression(.compare(.equal, column, campaign), type: .bool)), origin: nil)
  }

  /// The one argument that sources take: `all: true`.
  func readsAll(_ arguments: ArgumentsSyntax?, of schema: SourceSchema) -> Bool {
    var readsAll = false
    for argument in arguments?.arguments ?? [] {
      if argument.label?.text == "all", case .literal(.boolean(let flag)) = argument.value?.kind {
        readsAll = flag
      } else {
        report(
          .wrongArguments, "\(schema.name) takes `all: true` and nothing else", at: argument.span)
      }
    }
    return readsAll
  }

  func reportUnknownSource(_ name: NameSyntax) {
    guard !name.text.isEmpty else { return }
    let known = schemas.all.map(\.name) + definitions.keys.sorted()
    let near = nearestName(to: name.text, among: known)
    report(
      .unknownSource, "no source '\(name.text)'", at: name.span,
      remedy: near.map { "did you mean '\($0)'?" },
      notes: near == nil ? ["sources: \(schemas.all.map(\.name).joined(separator: ", "))"] : [],
      fixIts: near.map { [FixIt(name.span, $0, "write `\($0)`")] } ?? [])
  }

  private func warnOfMixedCampaigns(_ schema: SourceSchema, _ pipeline: PipelineSyntax) {
    guard schema.isCampaignScoped, campaign == nil, !mixesCampaigns,
      let campaigns = resolver?.campaigns, campaigns.count > 1, !pipeline.mentionsCampaign
    else { return }
    mixesCampaigns = true
    warn(
      .campaignsMixed, "rows of \(campaigns.count) campaigns are mixed", at: pipeline.source.span,
      remedy: "choose one with `--campaign`, or declare `param campaign : campaign`",
      notes: ["campaigns: \(campaigns.prefix(8).joined(separator: ", "))"])
  }
}

extension EntityKind {
  /// What a row that describes such a thing counts as.
  var countKind: CountKind? { ValueType.entity(self).countKind }
}

extension PipelineSyntax {
  /// A stage names the campaign, so the mixture is meant.
  fileprivate var mentionsCampaign: Bool {
    stages.contains { stage in
      switch stage.kind {
      case .filter(let condition): condition.mentions("campaign")
      case .summarize(let summarize): summarize.by.contains { $0.value.mentions("campaign") }
      case .select(let items): items.contains { $0.value.mentions("campaign") }
      default: false
      }
    }
  }
}

extension ExpressionSyntax {
  fileprivate func mentions(_ name: String) -> Bool {
    if case .name(let own) = kind, own.text == name { return true }
    return kind.children.contains { $0.mentions(name) }
  }
}
