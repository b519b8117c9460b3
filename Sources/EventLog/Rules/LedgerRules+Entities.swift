import Catalog
import LedgerModel

extension LedgerRules {
  /// What an event names must have been introduced before it.
  static func entitiesKnown(
    _ subject: RuleSubject, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    for mention in subject.mentions where !mention.isDeclaration {
      let name = mention.name
      if try index.isKnown(name) { continue }
      if subject.declares(name) { continue }
      return Rejection(
        .unknownEntity, mention.field, "names \(mention.kind.article) that is not known",
        found: mention.id, remedy: "record its introduction first, or check the spelling")
    }
    return nil
  }

  /// What an event introduces must be new, unless the catalogue lets a later one replace it.
  static func declaredOnce(
    _ subject: RuleSubject, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    let replaceable = MentionPlan.plan(for: subject.event.type).replaceable
    var seen: Set<EntityName> = []
    for mention in subject.mentions where mention.isDeclaration && !mention.allowsKnown {
      let name = mention.name
      guard seen.insert(name).inserted else {
        return Rejection(
          .alreadyKnown, mention.field, "introduces \(mention.kind.article) twice",
          found: mention.id, remedy: "leave one of them out")
      }
      guard try !replaceable.contains(mention.kind) && index.isKnown(name) else { continue }
      let first = try index.entities[name]?.declaredAt
      return Rejection(
        .alreadyKnown, mention.field, "introduces \(mention.kind.article) that is known already",
        found: mention.id, remedy: "use another id, or correct the earlier event",
        position: first)
    }
    return nil
  }

  /// A unit acts on a day on which it was open, as now known. Closed since is accepted: paper of a
  /// union that was merged later is welcome.
  static func unitOpenAtTime(
    _ subject: RuleSubject, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    let event = subject.event
    for case .unitOpenAtTime(let fields) in event.type.rules {
      var units: [(field: String, id: String)] = []
      if let unit = event.unit { units.append(("orgunit", unit)) }
      for field in fields {
        if let unit = event.text(field) { units.append(("data." + field, unit)) }
      }
      for (field, unit) in units {
        let offset = try index.offsetSeconds(ofCampaign: event.campaign)
        let day = event.time.day(secondsEast: offset)
        let (opened, closed) = try index.validity(ofUnit: unit)
        if let opened, day < opened {
          return Rejection(
            .unitNotOpen, field, "names a unit that opens on \(opened.iso8601)", found: unit,
            remedy: "check `time`, or correct the unit's first day")
        }
        if let closed, day >= closed {
          return Rejection(
            .unitNotOpen, field, "names a unit that is closed from \(closed.iso8601)", found: unit,
            remedy: "check `time`, or name the unit that follows it")
        }
      }
    }
    return nil
  }
}

extension RuleSubject {
  /// Whether the event itself introduces an entity that it names elsewhere.
  func declares(_ name: EntityName) -> Bool {
    mentions.contains { $0.isDeclaration && $0.name == name }
  }
}

extension EntityKind {
  /// "a unit", "an outlet".
  var article: String {
    let isVowel = rawValue.first.map { "aeio".contains($0) } ?? false
    return (isVowel ? "an " : "a ") + rawValue
  }
}

extension Instant {
  /// The civil day at a fixed offset.
  func day(secondsEast offset: Int64) -> Day {
    let (local, overflow) = microseconds.addingReportingOverflow(offset * 1_000_000)
    let shifted = overflow ? microseconds : local
    let length = TimeSpan.day.microseconds
    let quotient = shifted / length - (shifted % length < 0 ? 1 : 0)
    return Day(number: Int32(clamping: quotient))
  }
}
