import Catalog
import Diagnostics
import QueryPlan
import QuerySyntax

/// `why`: the rows so far, explained by what the log says of them.
extension Analyzer {
  func why(all: Bool, _ stage: StageSyntax, on stream: Stream) -> Stream {
    guard !stream.scope.isOpen else { return stream }
    guard let lineage = lineage(of: stream, all: all) else {
      report(
        .nothingToExplain, "why cannot tell which rows of a source these are", at: stage.keyword,
        remedy: stream.facts.isGrouped
          ? "ask why of the rows, before they are put together"
          : "keep the key of the source among the columns")
      return stream
    }
    var result = Stream(
      node: PlanNode(.why(lineage), columns: Lineage.columns, origin: stage.origin),
      scope: RowScope())
    result.scope.columns = Lineage.columns
    result.scope.locals = stream.scope.locals
    result.facts.stageNumber = stream.facts.stageNumber
    result.facts.reading = stream.facts.reading
    result.facts.isSorted = true
    return result
  }

  private func lineage(of stream: Stream, all: Bool) -> Lineage? {
    guard let identity = stream.facts.identity else { return nil }
    let keys = identity.columns.compactMap { stream.scope.index(of: $0) }
    guard keys.count == identity.columns.count else { return nil }
    if let origin = identity.origin {
      return Lineage(
        input: stream.node, source: origin.source, keys: keys, members: nil, listsAll: all)
    }
    guard let members = stream.facts.members else { return nil }
    return Lineage(
      input: stream.node, source: members.source, keys: keys, members: members.node,
      listsAll: all)
  }

  /// The rows that a grouping puts together, by the keys of the groups; none where they are no longer
  /// those of a source, or where one row counts in several groups.
  func members(of stream: Stream, by keys: [GroupKey]) -> GroupMembers? {
    guard let identity = stream.facts.identity, let origin = identity.origin,
      !keys.contains(where: \.key.isEach)
    else { return nil }
    var bindings = keys.enumerated().map { PlanBinding("group\($0)", $1.key.expression) }
    for (number, name) in identity.columns.enumerated() {
      guard let index = stream.scope.index(of: name) else { return nil }
      bindings.append(
        PlanBinding(
          "key\(number)", PlanExpression(.column(index), type: stream.scope.columns[index].type)))
    }
    let node = PlanNode(
      .project(stream.node, bindings),
      columns: bindings.map { PlanColumn($0.name, $0.expression.type) })
    return GroupMembers(source: origin.source, node: node)
  }
}

/// The rows behind groups.
struct GroupMembers {
  let source: String
  let node: PlanNode
}
