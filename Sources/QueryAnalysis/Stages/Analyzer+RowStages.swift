import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// Stages that keep or drop single rows: where, under, below, at level.
extension Analyzer {
  func filter(_ syntax: ExpressionSyntax, _ stage: StageSyntax, on stream: Stream) -> Stream {
    let typed = condition(syntax, in: ExpressionContext(scope: stream.scope), of: "where")
    var result = stream
    noteFilingFilter(typed, syntax, &result)
    noteChosenDuty(typed, &result)
    noteEventTypes(typed.expression, &result.scope)
    keep(typed, &result, origin: stage.origin)
    return result
  }

  /// Filters, and remembers what the condition proves: columns that are known to have a value
  /// lose their question mark.
  func keep(_ condition: TypedExpression, _ stream: inout Stream, origin: Range<Int>?) {
    stream.scope.narrowed.formUnion(condition.provenWhenTrue)
    stream.scope.columns = stream.scope.columns.enumerated().map { index, column in
      stream.scope.narrowed.contains("\(index)") && !column.isHidden
        ? PlanColumn(column.name, column.type.wrapped) : column
    }
    stream.extend(.filter(stream.node, condition.expression), origin: origin)
  }

  /// Columns of obligations that speak of what was filed; filtering by them changes what a rate
  /// is a share of.
  private static let filingColumns: Set<String> = [
    "status", "filed_at", "standing_at", "in_grace", "early", "lateness", "censored", "rounds",
    "returned", "returned_at", "count", "evidence", "inherited", "report", "instant_used",
  ]

  private func noteFilingFilter(
    _ condition: TypedExpression, _ syntax: ExpressionSyntax, _ stream: inout Stream
  ) {
    guard stream.scope.sourceName == "obligations", stream.facts.filingFilter == nil else { return }
    let names = condition.expression.columnsRead.map { stream.scope.columns[$0].name }
    guard names.contains(where: Self.filingColumns.contains) else { return }
    stream.facts.filingFilter = FilingFilter(
      stage: stream.facts.stageNumber, text: "where \(text(syntax.span))", addsRows: false)
  }

  /// `kind == .x` on events says which fields `data` has.
  private func noteEventTypes(_ condition: PlanExpression, _ scope: inout RowScope) {
    guard scope.sourceName == "events", let kind = scope.index(of: "kind") else { return }
    if case .and(let left, let right) = condition.kind {
      noteEventTypes(left, &scope)
      noteEventTypes(right, &scope)
      return
    }
    let kinds: [String]
    switch condition.kind {
    case .compare(.equal, let left, let right) where left.kind == .column(kind):
      kinds = [right].compactMap(\.symbol)
    case .contained(let left, let set) where left.kind == .column(kind):
      kinds = set.operands.compactMap(\.symbol)
    default: return
    }
    scope.eventTypes = kinds.compactMap { EventCatalog.type(kind: $0) }
  }

  func within(
    _ subtree: SubtreeScope, _ unit: ExpressionSyntax, _ stage: StageSyntax, on stream: Stream
  ) -> Stream {
    let context = ExpressionContext(scope: stream.scope)
    let root = value(unit, in: context, expecting: Expectation(.entity(.unit)))
    guard let column = unitColumn(of: stream, for: stage), !root.isUnknown else { return stream }
    guard case .entity(let id) = root.constant, root.type.wrapped == .entity(.unit) else {
      report(
        .argumentType, "\(subtree.rawValue) wants a unit, found \(shortType(root.type))",
        at: unit.span, remedy: "a name in quotes, or a parameter of type unit")
      return stream
    }
    var result = stream
    if subtree == .under { result.facts.root = id == rootOfAll ? nil : id }
    guard let test = subtreeTest(subtree, id, column, stage, in: stream.scope) else {
      return result
    }
    var condition = TypedExpression(test, at: stage.span)
    if let key = column.narrowingKey { condition.provenWhenTrue = [key] }
    keep(condition, &result, origin: stage.origin)
    return result
  }

  /// None when every row with a unit passes.
  private func subtreeTest(
    _ subtree: SubtreeScope, _ id: String, _ unit: PlanExpression, _ stage: StageSyntax,
    in scope: RowScope
  ) -> PlanExpression? {
    let span = stage.span
    guard id == rootOfAll else {
      let question: TreeFunction = subtree == .under ? .isUnder(root: id) : .isBelow(root: id)
      return plan(.tree(question, unit, day: scope.treeDay), .bool, span)
    }
    if subtree == .under {
      guard unit.type.isOptional else { return nil }
      return plan(.not(plan(.isNone(unit), .bool, span)), .bool, span)
    }
    let parent = plan(
      .lookup(unit, source: "units", column: "parent", campaign: nil), .optional(.entity(.unit)),
      span)
    return plan(.not(plan(.isNone(parent), .bool, span)), .bool, span)
  }

  func atLevel(_ levels: [LevelSyntax], _ stage: StageSyntax, on stream: Stream) -> Stream {
    let known = levels.filter { checkLevel($0.text, at: $0.span) }
    guard let column = unitColumn(of: stream, for: stage), known.count == levels.count else {
      return stream
    }
    var result = stream
    let names = levels.map(\.text)
    result.scope.levels = Set(names).intersection(stream.scope.levels ?? Set(names))
    leaveDuties(atLevels: names, &result)
    var condition = TypedExpression(
      plan(.tree(.isAtLevel(names), column, day: stream.scope.treeDay), .bool, stage.span),
      at: stage.span)
    if let key = column.narrowingKey { condition.provenWhenTrue = [key] }
    keep(condition, &result, origin: stage.origin)
    return result
  }

  /// The column that stages about the tree use.
  func unitColumn(of stream: Stream, for stage: StageSyntax) -> PlanExpression? {
    let scope = stream.scope
    if let index = scope.unitColumn {
      return narrowed(PlanExpression(.column(index), type: scope.columns[index].type), in: scope)
    }
    guard !scope.isOpen else { return nil }
    let word = text(stage.keyword)
    let gone = scope.gone["unit"]
    report(
      gone == nil ? .noUnitColumn : .columnGone,
      gone.map { "column 'unit' is gone since stage \($0), and `\(word)` needs it" }
        ?? "`\(word)` asks for a place in the tree, and these rows have no unit",
      at: stage.keyword,
      remedy: gone == nil ? nil : "put `\(word)` before that stage, or keep the column")
    return nil
  }
}

extension PlanExpression {
  /// The case that it is a constant of.
  fileprivate var symbol: String? {
    if case .constant(.symbol(let name)) = kind { name } else { nil }
  }
}
