import Catalog
import Diagnostics
import QueryPlan
import QuerySyntax

/// Stages that bring in the rows of another pipeline: with, without, lookup, expand, append.
extension Analyzer {
  func match(
    _ syntax: MatchSyntax, _ stage: StageSyntax, on stream: Stream,
    in environment: PipelineEnvironment
  ) -> Stream {
    let right = inner(syntax.pipeline, of: stream, in: environment)
    warnOfMixedDuties(right, seenBy: Set(syntax.on.map(\.text)))
    let pairs = joinPairs(syntax.on, stream, right, needsValue: true)
    let condition = joinCondition(pairs, syntax.when, stream, right)
    var result = stream
    if right.scope.sourceName == "reports", stream.scope.sourceName == "obligations",
      result.facts.filingFilter == nil
    {
      result.facts.filingFilter = FilingFilter(
        stage: stream.facts.stageNumber, text: text(stage.keyword) + " (reports …)",
        addsRows: false)
    }
    result.extend(
      .semijoin(stream.node, right.node, condition, isAnti: syntax.isNegated),
      origin: stage.origin)
    return result
  }

  func lookup(
    _ syntax: LookupSyntax, _ stage: StageSyntax, on stream: Stream,
    in environment: PipelineEnvironment
  ) -> Stream {
    let right = inner(syntax.pipeline, of: stream, in: environment)
    warnOfSameReading(syntax, stream, right)
    warnOfMixedDuties(right)
    let pairs = joinPairs(syntax.on, stream, right, needsValue: false)
    let condition = joinCondition(pairs, syntax.when, stream, right)
    let visible = visibleOnly(right)
    let keys = Set(syntax.on.map(\.text))
    var names = Set(stream.scope.columns.map(\.name))
    let added = visible.columns.map { column -> PlanColumn in
      let name = joinedName(column.name, syntax, keys, besides: names)
      if !names.insert(name).inserted { reportCollision(name, syntax) }
      return PlanColumn(name, column.type.optional)
    }
    var result = stream
    result.scope.columns += added
    result.scope.isOpen = stream.scope.isOpen || right.scope.isOpen
    if syntax.isExpand {
      result.facts.rowKind = .row
      result.facts.identity = nil
    }
    // Visible columns keep their order but not their places: the condition moves with them.
    let moved = condition.movingRight(by: visible.places, after: stream.scope.columns.count)
    result.extend(
      .lookup(stream.node, visible, moved, isExpand: syntax.isExpand), origin: stage.origin)
    return result
  }

  /// `p.channels` under an alias; without one the keys are hidden, since the left row has them.
  /// Hidden ones are numbered: several look-ups may go by the same key.
  private func joinedName(
    _ name: String, _ syntax: LookupSyntax, _ keys: Set<String>, besides taken: Set<String>
  ) -> String {
    if let alias = syntax.alias { return "\(alias.text).\(name)" }
    guard keys.contains(name) else { return name }
    var (hidden, number) = ("%on.\(name)", 1)
    while taken.contains(hidden) {
      number += 1
      hidden = "%on\(number).\(name)"
    }
    return hidden
  }

  private func reportCollision(_ name: String, _ syntax: LookupSyntax) {
    report(
      .duplicateName, "both sides have a column '\(name)'", at: syntax.pipeline.span,
      remedy: "name the look-up: `on … as other` gives `other.\(name)`")
  }

  private func warnOfSameReading(_ syntax: LookupSyntax, _ stream: Stream, _ right: Stream) {
    guard let name = stream.scope.sourceName, right.scope.sourceName == name,
      !right.facts.isGrouped, syntax.when == nil,
      right.facts.reading == stream.facts.reading
    else { return }
    warn(
      .sameReading, "\(name) is looked up in itself, read the same way", at: syntax.pipeline.span,
      remedy: "its columns are there already; another reading is `\(name) as of …` or "
        + "`assuming (…)`")
  }

  private func joinPairs(
    _ names: [NameSyntax], _ left: Stream, _ right: Stream, needsValue: Bool
  ) -> [JoinCondition.Pair] {
    names.compactMap { name in
      guard let first = visibleIndex(of: name, in: left.scope),
        let second = visibleIndex(of: name, in: right.scope)
      else { return nil }
      let (a, b) = (left.scope.columns[first].type, right.scope.columns[second].type)
      guard a != .unknown, b != .unknown else { return nil }
      guard areComparable(a.wrapped, b.wrapped) else {
        report(
          .typesDisagree,
          "'\(name.text)' is \(shortType(a)) on the left and \(shortType(b)) on the right",
          at: name.span)
        return nil
      }
      if needsValue, a.isOptional { reportOptionalKey(name) }
      return JoinCondition.Pair(left: first, right: second)
    }
  }

  private func reportOptionalKey(_ name: NameSyntax) {
    report(
      .keyMayBeNone, "\(name.text) may be none, and none never matches", at: name.span,
      remedy: "first `| where \(name.text) is not none`")
  }

  private func joinCondition(
    _ pairs: [JoinCondition.Pair], _ when: ExpressionSyntax?, _ left: Stream, _ right: Stream
  ) -> JoinCondition {
    guard let when else { return JoinCondition(columns: pairs) }
    var scope = left.scope
    scope.columns += right.scope.columns.map { PlanColumn("right.\($0.name)", $0.type) }
    scope.isOpen = left.scope.isOpen || right.scope.isOpen
    let typed = condition(when, in: ExpressionContext(scope: scope), of: "when")
    return JoinCondition(columns: pairs, when: typed.expression)
  }

  /// The pipeline without the hidden columns, which belong to its own rows.
  func visibleOnly(_ stream: Stream) -> PlanNode {
    guard stream.scope.columns.contains(where: \.isHidden) else { return stream.node }
    var projection = Projection()
    for (index, column) in stream.scope.columns.enumerated() where !column.isHidden {
      projection.add(column.name, PlanExpression(.column(index), type: column.type))
    }
    return PlanNode(
      .project(stream.node, projection.bindings),
      columns: projection.bindings.map { PlanColumn($0.name, $0.expression.type) })
  }

  func append(
    _ pipeline: PipelineSyntax, _ stage: StageSyntax, on stream: Stream,
    in environment: PipelineEnvironment
  ) -> Stream {
    let right = inner(pipeline, of: stream, in: environment)
    warnOfMixedDuties(right)
    guard !stream.scope.isOpen, !right.scope.isOpen,
      let columns = appendedColumns(stream.scope, right.scope, at: stage)
    else { return stream }
    var result = stream
    let first = reordered(stream, to: columns)
    let second = reordered(right, to: columns)
    result.scope.columns = columns
    result.scope.narrowed = []
    result.scope.sourceName =
      stream.scope.sourceName == right.scope.sourceName ? stream.scope.sourceName : nil
    result.scope.unitColumn = stream.scope.unitColumn.flatMap { index in
      result.scope.index(of: stream.scope.columns[index].name)
    }
    result.facts.isSorted = false
    result.facts.identity = nil
    result.node = PlanNode(.append(first, second), columns: columns, origin: stage.origin)
    return result
  }

  /// The columns of both, with the types that hold for both; none after a report.
  private func appendedColumns(
    _ left: RowScope, _ right: RowScope, at stage: StageSyntax
  ) -> [PlanColumn]? {
    let names = Set(left.visibleColumns.map(\.name))
    let others = Set(right.visibleColumns.map(\.name))
    guard names == others else {
      let missing = names.subtracting(others).sorted().joined(separator: ", ")
      let extra = others.subtracting(names).sorted().joined(separator: ", ")
      let parts = [
        missing.isEmpty ? nil : "missing \(missing)", extra.isEmpty ? nil : "not here: \(extra)",
      ].compactMap { $0 }
      report(
        .appendColumns, "append needs the same columns (\(parts.joined(separator: "; ")))",
        at: stage.keyword, remedy: "`select` the same names on both sides")
      return nil
    }
    var columns: [PlanColumn] = []
    for column in left.columns {
      guard let index = right.index(of: column.name) else { continue }
      guard let type = commonType(column.type, right.columns[index].type) else {
        report(
          .appendColumns,
          "'\(column.name)' is \(shortType(column.type)) above and "
            + "\(shortType(right.columns[index].type)) in the rows put under it",
          at: stage.keyword)
        return nil
      }
      columns.append(PlanColumn(column.name, type))
    }
    return columns
  }

  private func reordered(_ stream: Stream, to columns: [PlanColumn]) -> PlanNode {
    if stream.scope.columns == columns { return stream.node }
    let bindings = columns.compactMap { column in
      stream.scope.index(of: column.name).map { index in
        let own = PlanExpression(.column(index), type: stream.scope.columns[index].type)
        return PlanBinding(column.name, converted(own, to: column.type).widened(to: column.type))
      }
    }
    return PlanNode(.project(stream.node, bindings), columns: columns)
  }
}

extension PlanExpression {
  /// The same values under a type that only differs in being optional, or in what is counted.
  fileprivate func widened(to type: ValueType) -> PlanExpression { retyped(type) }
}

extension JoinCondition {
  /// The condition for a right side of which only some columns are left; `places` gives the new
  /// index of each that is.
  fileprivate func movingRight(by places: [Int: Int], after leftCount: Int) -> JoinCondition {
    JoinCondition(
      columns: columns.map { Pair(left: $0.left, right: places[$0.right] ?? $0.right) },
      when: when.map { condition in
        condition.mappingColumns { index in
          index < leftCount ? index : leftCount + (places[index - leftCount] ?? index - leftCount)
        }
      })
  }
}

extension PlanNode {
  /// For a projection that only leaves columns out: old index to new.
  fileprivate var places: [Int: Int] {
    guard case .project(_, let bindings) = kind else {
      return Dictionary(uniqueKeysWithValues: columns.indices.map { ($0, $0) })
    }
    var places: [Int: Int] = [:]
    for (new, binding) in bindings.enumerated() {
      if case .column(let old) = binding.expression.kind { places[old] = places[old] ?? new }
    }
    return places
  }
}
