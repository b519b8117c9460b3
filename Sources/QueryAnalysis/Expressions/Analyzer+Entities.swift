import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax
import Text

/// Names in quotes: which unit, duty or quiz of the ledger they mean.
extension Analyzer {
  /// The id that a name means; without a resolver the name as it stands.
  func entity(_ kind: EntityKind, named name: String, at span: SourceSpan) -> TypedExpression {
    guard let resolver, !(kind == .unit && name == rootOfAll) else {
      return typed(.constant(.entity(name)), .entity(kind), at: span)
    }
    switch resolver.resolve(kind, name, campaign: campaignName) {
    case .found(let match):
      warnOfChange(kind, name, match, at: span)
      return typed(.constant(.entity(match.id)), .entity(kind), at: span)
    case .ambiguous(let candidates):
      reportAmbiguity(kind, candidates, at: span)
    case .missing(let suggestions):
      if kind == .duty, reportKindForDuty(name, at: span) { return .unknown(at: span) }
      reportUnknown(kind, name, suggestions, at: span)
    }
    return .unknown(at: span)
  }

  private func warnOfChange(
    _ kind: EntityKind, _ name: String, _ match: EntityMatch, at span: SourceSpan
  ) {
    if let present = match.presentName {
      warn(.formerName, "'\(name)' is called '\(present)' now", at: span)
    }
    guard let closed = match.closed, let clock = options.clock,
      closed <= options.zone.day(of: clock)
    else { return }
    warn(
      .formerName, "\(kind.rawValue) '\(name)' was closed on \(closed.vietnamese)", at: span)
  }

  private func reportUnknown(
    _ kind: EntityKind, _ name: String, _ suggestions: [String], at span: SourceSpan
  ) {
    let near = suggestions.first
    report(
      .unknownEntity, "no \(kind.rawValue) '\(name)'", at: span,
      remedy: near.map { "did you mean \(StringQuoting.quoted($0))?" },
      notes: suggestions.count > 1
        ? ["near names: \(suggestions.prefix(5).joined(separator: ", "))"] : [],
      fixIts: suggestions.prefix(3).map {
        FixIt(span, StringQuoting.quoted($0), "write \(StringQuoting.quoted($0))")
      })
  }

  private func reportAmbiguity(
    _ kind: EntityKind, _ candidates: [EntityCandidate], at span: SourceSpan
  ) {
    let listed = candidates.prefix(5).map { candidate in
      let validity = [
        candidate.opened.map { "from \($0.vietnamese)" },
        candidate.closed?.adding(days: -1).map { "to \($0.vietnamese)" },
      ].compactMap { $0 }
      let details = [candidate.id] + validity
      return "\(StringQuoting.quoted(candidate.path)) (\(details.joined(separator: ", ")))"
    }
    report(
      .ambiguousEntity,
      "\(candidates.count) \(plural(of: kind)) are called so: \(listed.joined(separator: ", "))",
      at: span, remedy: "give the path",
      fixIts: candidates.prefix(5).map {
        FixIt(span, StringQuoting.quoted($0.path), "write the path of \($0.id)")
      })
  }

  /// A kind of duty typed for a duty; false when the text is no kind either.
  private func reportKindForDuty(_ name: String, at span: SourceSpan) -> Bool {
    let hits = duties(ofKind: name)
    guard let first = hits.first else { return false }
    let holders = resolver?.holders(campaign: campaignName) ?? [:]
    let listed = hits.prefix(6).map { duty in
      holders[duty.id].map { "\(duty.id) \(grouped($0.rowCount))" } ?? duty.id
    }.joined(separator: ", ")
    let unit = holders[hits[hits.count - 1].id] == nil ? "" : " rows"
    let example = hits.first { holders[$0.id]?.rowCount ?? 0 > 1 } ?? first
    report(
      .kindForDuty,
      "'\(name)' is a kind of \(hits.count) \(hits.count == 1 ? "duty" : "duties") "
        + "(\(listed)\(unit))", at: span,
      remedy: "`where kind == .\(name)`, or `duty == \(StringQuoting.quoted(example.id))`")
    return true
  }

  func duties(ofKind kind: String) -> [DutySummary] {
    (resolver?.duties(campaign: campaignName) ?? []).filter { $0.kind == kind }
  }

  /// True when the plan has the level; otherwise says which there are.
  func checkLevel(_ level: String, at span: SourceSpan) -> Bool {
    let levels = resolver?.levels(campaign: campaignName) ?? []
    guard !levels.isEmpty, !levels.contains(level) else { return true }
    let kinds = resolver?.unitKinds(campaign: campaignName) ?? [:]
    let wanted = fold(level)
    let kind = kinds.keys.sorted().first { kind in
      fold(kind).split(separator: "-").contains { $0 == wanted } || fold(kind) == wanted
    }
    let near = nearestName(to: level, among: levels)
    let advice = kind.map { "; '\(level)' is a kind: `where unit.kind == \"\($0)\"`" } ?? ""
    report(
      .unknownLevel, "no level '\(level)'", at: span,
      remedy: "levels of this plan: \(levels.joined(separator: ", "))\(advice)",
      fixIts: near.map { [FixIt(span, $0, "write \($0)")] } ?? [])
    return false
  }

  /// The name that stands for the roots of the tree, whatever they are called.
  var rootOfAll: String { "/" }

  private func plural(of kind: EntityKind) -> String {
    schemas.source(describing: kind)?.name ?? kind.rawValue + "s"
  }

  private func grouped(_ number: Int) -> String {
    var digits = String(number)
    var parts: [String] = []
    while digits.count > 3 {
      parts.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + parts).joined(separator: ",")
  }
}
