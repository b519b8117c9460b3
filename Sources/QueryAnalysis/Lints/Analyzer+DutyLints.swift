import Catalog
import Diagnostics
import QueryPlan
import QuerySyntax

/// `missing "report"` where several duties are of that kind: harmless while the rows say which
/// duty they are of, or while later stages leave the holders of one only; otherwise figures of
/// different duties run together.
extension Analyzer {
  /// A condition on the duty is a choice.
  func noteChosenDuty(_ condition: TypedExpression, _ stream: inout Stream) {
    guard stream.facts.mixedDuties != nil else { return }
    let names = condition.expression.columnsRead.map { stream.scope.columns[$0].name }
    if names.contains("duty") || names.contains("title") { stream.facts.mixedDuties = nil }
  }

  /// Keeps the duties that units of these levels owe.
  func leaveDuties(atLevels levels: [String], _ stream: inout Stream) {
    guard let mixed = stream.facts.mixedDuties else { return }
    let holders = resolver?.holders(campaign: campaignName) ?? [:]
    guard !holders.isEmpty else { return }
    let left = mixed.duties.filter { holders[$0]?.levels.isDisjoint(with: levels) == false }
    stream.facts.mixedDuties?.duties = left
  }

  /// Warns when an answer, or the rows that a stage matches by `names`, no longer tell the duties
  /// apart.
  func warnOfMixedDuties(_ stream: Stream, seenBy names: Set<String>? = nil) {
    guard let mixed = stream.facts.mixedDuties, mixed.duties.count > 1 else { return }
    let isShown = stream.scope.visibleColumns.contains { column in
      let tells = [.entity(.duty), .entity(.obligation)].contains(column.type.wrapped)
      return tells && names?.contains(column.name) != false
    }
    if isShown { return }
    let listed = mixed.duties.joined(separator: ", ")
    warn(
      .severalDuties,
      "'\(mixed.kind)' is the kind of \(mixed.duties.count) duties, and the answer does not tell "
        + "them apart: \(listed)", at: mixed.span,
      remedy: "name one by its id, as \(StringQuoting.quoted(mixed.duties[0])), or keep the column "
        + "`duty`")
  }
}
