import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// Comparisons that are allowed and probably not meant.
extension Analyzer {
  /// `members? > 1.731`: in Vietnam the point parts thousands.
  func warnOfThousandsPoint(_ count: TypedExpression, _ number: ExpressionSyntax) {
    guard count.type.wrapped.numericRank == 0, case .literal(.decimal(let literal)) = number.kind,
      literal.scale == 3
    else { return }
    let plain = String(literal.coefficient)
    let marked = "\(plain.dropLast(3))_\(plain.suffix(3))"
    warn(
      .thousandsPoint, "\(text(number.span)) is a number between two whole ones", at: number.span,
      remedy: "thousands are written `\(plain)` or `\(marked)`",
      fixIts: [FixIt(number.span, plain, "write `\(plain)`")])
  }

  /// A case that an earlier stage, or the source itself, has ruled out.
  func warnIfNeverTrue(
    _ first: TypedExpression, _ comparison: Comparison, _ second: TypedExpression,
    at span: SourceSpan, in context: ExpressionContext
  ) {
    guard comparison == .equal else { return }
    warnIfRuledOut(first, second, at: span, in: context.scope)
    warnIfRuledOut(second, first, at: span, in: context.scope)
  }

  private func warnIfRuledOut(
    _ column: TypedExpression, _ value: TypedExpression, at span: SourceSpan, in scope: RowScope
  ) {
    guard case .column(let index) = column.expression.kind, index < scope.columns.count,
      case .symbol(let name) = value.constant
    else { return }
    if scope.columns[index].name == "level", let levels = scope.levels, !levels.contains(name) {
      warn(
        .neverTrue, "never true: only \(levels.sorted().joined(separator: ", ")) are left here",
        at: span)
    }
    let isUnexpected = name == "waived" || name == "not_applicable"
    if scope.columns[index].name == "status", scope.sourceName == "obligations",
      scope.leavesOutUnexpected, isUnexpected
    {
      warn(
        .neverTrue, "never true: obligations leaves out rows that are \(name)", at: span,
        remedy: "`obligations(all: true)` has them")
    }
  }
}
