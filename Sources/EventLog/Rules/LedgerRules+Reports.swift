import Catalog
import LedgerModel

extension LedgerRules {
  /// A report's versions are counted without a gap.
  static func versionFollows(
    _ subject: RuleSubject, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    guard subject.event.type.rules.contains(.versionFollows),
      let report = subject.event.text("report"), let version = subject.event.integer("version")
    else { return nil }
    let last = try index.lastVersion(ofReport: report)
    guard version != last + 1 else { return nil }
    return Rejection(
      .versionFollows, "data.version", "must be \(last + 1), the next of report \(report)",
      found: String(version), remedy: "count versions from 1 without a gap",
      position: try index.entities[.reportVersion(report, last)]?.declaredAt)
  }

  /// A receipt, return or acceptance is about a version that was handed in.
  static func versionExists(
    _ subject: RuleSubject, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    guard subject.event.type.rules.contains(.versionExists),
      let version = subject.event.integer("version"), let name = subject.event.reportVersion
    else { return nil }
    guard try !index.isKnown(name) else { return nil }
    return Rejection(
      .versionUnknown, "data.version", "was not handed in", found: String(version),
      remedy: "record report.submitted of that version first")
  }

  /// An extension moves a due day to a later one, never to an earlier one.
  static func laterDue(_ subject: RuleSubject, _ index: inout LedgerIndex) throws -> Rejection? {
    let event = subject.event
    guard event.type.rules.contains(.laterDue), let due = event.date("new_due"),
      let duty = event.text("duty"),
      let row = try index.entities[EntityName(.duty, duty, scope: event.scope(of: .duty))]
    else { return nil }
    var decisive: (due: Day, position: UInt64)?
    for place in [row.declaredAt] + row.positions {
      guard let (former, isVoided) = try index.standing(place), !isVoided else { continue }
      let isExtension = former.event.type == event.type
      guard !isExtension || event.overlaps(former.event) else { continue }
      guard let known = former.event.dueDay else { continue }
      // A later declaration replaces what was declared before, not the extensions.
      if !isExtension, place != row.declaredAt { decisive = (known, place) }
      if decisive.map({ $0.due < known }) ?? true { decisive = (known, place) }
    }
    guard let decisive, due < decisive.due else { return nil }
    return Rejection(
      .dueEarlier, "data.new_due", "lies before the day in force",
      remedy: "an extension can only give more time", position: decisive.position)
  }
}

extension Event {
  /// The day that a declaration or an extension of a duty sets.
  fileprivate var dueDay: Day? { date("new_due") ?? date("due") ?? date("window_end") }

  /// Whether two extensions may concern the same holder: a field left out means any.
  fileprivate func overlaps(_ other: Event) -> Bool {
    ["unit", "person", "target", "part"].allSatisfy { field in
      guard let mine = text(field), let theirs = other.text(field) else { return true }
      return mine == theirs
    }
  }
}
