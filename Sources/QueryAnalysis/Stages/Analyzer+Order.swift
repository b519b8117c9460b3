import Catalog
import Diagnostics
import QueryPlan
import QuerySyntax

/// Stages about the order of rows, and assertions.
extension Analyzer {
  func sort(_ keys: [SortKeySyntax], _ stage: StageSyntax, on stream: Stream) -> Stream {
    let sorted = keys.compactMap { key in
      sortKey(key, isDescending: key.direction == .descending, on: stream)
    }
    var result = stream
    result.facts.isSorted = true
    result.extend(.sort(stream.node, sorted), origin: stage.origin)
    return result
  }

  private func sortKey(
    _ syntax: SortKeySyntax, isDescending: Bool, on stream: Stream
  ) -> SortKey? {
    let typed = value(syntax.value, in: ExpressionContext(scope: stream.scope))
    guard !typed.isUnknown else { return nil }
    switch typed.type.wrapped {
    case .set, .record, .calendarDuration, .none:
      report(
        .typesDisagree, "\(shortType(typed.type)) has no order to sort by", at: typed.span)
      return nil
    default: return SortKey(typed.expression, isDescending: isDescending)
    }
  }

  func take(_ count: Int64, _ stage: StageSyntax, on stream: Stream) -> Stream {
    if !stream.facts.isSorted, !stream.scope.isOpen {
      warn(
        .takeWithoutSort,
        "the first \(count == 1 ? "row" : "\(count) rows") in the order of the log", at: stage.span,
        remedy: "`sort … desc | take \(count)` says by what they are first")
    }
    var result = stream
    result.extend(.take(stream.node, Int(clamping: count)), origin: stage.origin)
    return result
  }

  func top(_ syntax: TopSyntax, _ stage: StageSyntax, on stream: Stream) -> Stream {
    let isDescending = syntax.key.direction != .ascending
    let per = syntax.per.compactMap { visibleIndex(of: $0, in: stream.scope) }
    guard let key = sortKey(syntax.key, isDescending: isDescending, on: stream) else {
      return stream
    }
    var result = stream
    result.facts.isSorted = true
    result.extend(
      .top(stream.node, Int(clamping: syntax.count), key, per: per), origin: stage.origin)
    return result
  }

  func assert(
    _ syntax: AssertionSyntax, _ message: String?, _ stage: StageSyntax, on stream: Stream
  ) -> Stream {
    let assertion: AssertionCondition
    switch syntax {
    case .empty: assertion = .empty
    case .condition(let expression):
      let typed = condition(
        expression, in: ExpressionContext(scope: stream.scope), of: "assert")
      assertion = .holds(typed.expression)
    }
    var result = stream
    result.extend(.assert(stream.node, assertion, message: message), origin: stage.origin)
    return result
  }
}
