import Catalog
import Diagnostics
import QueryPlan
import QuerySyntax

/// `history X`: the versions of a source's rows.
extension Analyzer {
  func history(
    _ name: NameSyntax, _ arguments: ArgumentsSyntax?, _ syntax: SourceSyntax,
    in environment: PipelineEnvironment
  ) -> Stream {
    guard let schema = schemas.source(named: name.text) else {
      reportUnknownSource(name)
      return openStream(environment.reading)
    }
    if let instead = schema.insteadOfHistory {
      report(.noHistory, "\(name.text) keeps no versions", at: syntax.base.span, remedy: instead)
      return openStream(environment.reading)
    }
    refuseOver(syntax, behind: "history")
    var request = reading(of: syntax, schema: schema, in: environment)
    request.over = nil
    return versions(of: schema, readsAll: readsAll(arguments, of: schema), request, syntax)
  }

  /// Versions are filtered by a condition: their time is that of their event.
  func refuseOver(_ syntax: SourceSyntax, behind word: String) {
    guard let over = syntax.over else { return }
    report(
      .clauseOutOfPlace, "\(word) takes no `over`", at: over.span,
      remedy: "`| where at in \(text(over.span))`")
  }

  private func versions(
    of schema: SourceSchema, readsAll: Bool, _ request: ReadingRequest, _ syntax: SourceSyntax
  ) -> Stream {
    let name = HistoryColumns.source(of: schema.name)
    var scope = RowScope()
    scope.columns = historyColumns(of: schema, request)
    scope.sourceName = name
    scope.unitColumn =
      schema.key.first { $0 == schema.unitColumn }.flatMap { scope.index(of: $0) }
      ?? scope.index(of: HistoryColumns.unit)
    let node = PlanNode(
      .scan(
        source: name, all: readsAll, columns: scope.columns.map(\.name), reading: request),
      columns: scope.columns, origin: syntax.span.start..<syntax.span.end)
    var stream = Stream(node: node, scope: scope)
    stream.facts.reading = request
    cutToCampaign(&stream, by: HistoryColumns.campaign)
    return stream
  }

  private func historyColumns(
    of schema: SourceSchema, _ request: ReadingRequest
  ) -> [PlanColumn] {
    var columns = HistoryColumns.visible(of: schema).map { PlanColumn($0.name, $0.type) }
    if schema.name == "obligations", request.validAt == nil {
      columns.append(PlanColumn(HiddenColumn.treeDay, .date))
    }
    columns.append(PlanColumn(HiddenColumn.time, .instant))
    columns.append(PlanColumn(HiddenColumn.position, .position))
    if let unit = schema.unitColumn, let column = schema.column(named: unit)?.column {
      columns.append(PlanColumn(HistoryColumns.unit, column.type))
    }
    if schema.isCampaignScoped {
      columns.append(PlanColumn(HistoryColumns.campaign, .entity(.campaign)))
    }
    return columns
      + HistoryColumns.opened(of: schema.columns).map { PlanColumn($0.name, $0.type) }
  }
}
