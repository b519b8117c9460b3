import Catalog
import LedgerModel
import Obligations
import QueryPlan

/// What an event did to obligations and to other entries, in words.
struct EffectWords {
  let writer: SentenceWriter

  // MARK: Deadlines

  /// `16 h late by "before", on time by "by"`: how what was filed stands to its deadline, by both
  /// readings of the day where they differ.
  func timing(_ change: ObligationChange) -> String? {
    guard let judgement = change.after?.judgement, judgement.status.isFiled else { return nil }
    var words = timing(judgement)
    if let other = change.otherwise, other.status != judgement.status || judgement.isLate {
      words += " by \"\(change.boundary.rawValue)\", "
      words += other.status.isFiled ? timing(other) : EffectWords.words(other.status)
      words += " by \"\(change.boundary.other.rawValue)\""
    }
    if judgement.isEarly { words += ", before the duty opened" }
    if judgement.isInGrace { words += ", in the time of grace" }
    if change.after?.isExtended == true { words += ", due day extended" }
    return words
  }

  private func timing(_ judgement: Judgement) -> String {
    guard judgement.isLate else { return "on time" }
    guard judgement.lateness.microseconds > 0 else { return "late, at the very cutoff" }
    return DurationText.words(judgement.lateness) + " late"
  }

  /// The clause that goes into the sentence itself, when the event fulfilled exactly one
  /// obligation; the sentence names the duty or this does.
  func inline(_ changes: [ObligationChange], namesDuty: Bool) -> String? {
    guard changes.count == 1, let change = changes.first, change.isFulfilment,
      let timing = timing(change)
    else { return nil }
    if namesDuty { return ", \(timing)" }
    return ", for \(subject(change, isLong: change.key.target != nil)) \(timing)"
  }

  /// One clause for each obligation that changed; of many with the same fate their number.
  func clauses(_ changes: [ObligationChange]) -> [String] {
    var order: [String] = []
    var groups: [String: [ObligationChange]] = [:]
    for change in changes {
      let key = change.duty.key + "\u{0}" + fate(change, isGrouped: true)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(change)
    }
    return order.flatMap { key -> [String] in
      let group = groups[key] ?? []
      guard group.count > EffectWords.listedMax, let first = group.first else {
        return group.map { "\(subject($0, isLong: true)): \(fate($0, isGrouped: false))" }
      }
      return [
        "duty \(first.duty.duty), \(group.count) obligations: \(fate(first, isGrouped: true))"
      ]
    }
  }

  private static let listedMax = 3

  private func subject(_ change: ObligationChange, isLong: Bool) -> String {
    var words = "duty \(change.duty.duty)"
    guard isLong else { return words }
    let day = change.duty.due.day
    words += " of " + (change.key.person ?? writer.names.unit(change.key.unit, on: day))
    if let target = change.key.target { words += " for \(writer.names.unit(target, on: day))" }
    if !change.key.part.isEmpty { words += ", part \(change.key.part)" }
    return words
  }

  /// What became of an obligation: a status, or what else is different.
  private func fate(_ change: ObligationChange, isGrouped: Bool) -> String {
    guard let after = change.after else { return "owed no longer" }
    guard let before = change.before else {
      return "owed from now on, \(EffectWords.words(after.judgement.status))"
    }
    if change.isFulfilment, !isGrouped, let timing = timing(change) {
      return "\(EffectWords.words(before.judgement.status)) → \(timing)"
    }
    if before.judgement.status != after.judgement.status {
      return EffectWords.words(before.judgement.status) + " → "
        + EffectWords.words(after.judgement.status)
    }
    return same(before, after, isGrouped: isGrouped)
  }

  /// The status stays; what of it moved.
  private func same(
    _ before: JudgedObligation, _ after: JudgedObligation, isGrouped: Bool
  ) -> String {
    let status = EffectWords.words(after.judgement.status)
    var details: [String] = []
    if before.key.unit != after.key.unit {
      details.append("now of \(writer.names.unit(after.key.unit, on: after.due.day))")
    }
    if before.judgement.cutoff != after.judgement.cutoff {
      details.append("cutoff now \(writer.zone.vietnameseText(after.judgement.cutoff))")
    }
    if before.judgement.rounds != after.judgement.rounds {
      details.append("\(after.judgement.rounds) versions")
    } else if before.judgement.count != after.judgement.count {
      details.append("\(after.judgement.count) pieces")
    }
    if !isGrouped, before.judgement.lateness != after.judgement.lateness,
      after.judgement.isLate
    {
      details.append(DurationText.words(after.judgement.lateness) + " late")
    }
    if before.reminders != after.reminders { details.append("\(after.reminders) reminders") }
    return (["still \(status)"] + details).joined(separator: ", ")
  }

  /// `not_open` as people say it.
  static func words(_ status: ObligationStatus) -> String {
    status == .notApplicable ? "not owed" : status.rawValue.replacing("_", with: " ")
  }

  // MARK: Amendments

  /// What is different between two forms of an entry, field by field: `time: old → new`.
  func differences(_ old: Event, _ new: Event) -> [String] {
    let day = writer.zone.day(of: old.time)
    let fields = old.type.allFields.map(\.name).filter { old[$0] != new[$0] }
    let attributes = EffectWords.attributes.filter { name in
      name == "time" ? old.time != new.time : old.attribute(name) != new.attribute(name)
    }
    return (attributes + fields).map { name in
      "\(name): \(value(name, old, on: day)) → \(value(name, new, on: day))"
    }
  }

  private static let attributes = [
    "time", "orgunit", "subject", "campaign", "actor", "provision", "obligation", "causationid",
    "correlationid",
  ]

  private func value(_ name: String, _ event: Event, on day: Day) -> String {
    if name == "time" { return writer.zone.vietnameseText(event.time) }
    if name == "orgunit" { return event.unit.map { writer.names.unit($0, on: day) } ?? "nothing" }
    if let text = event.attribute(name) { return SentenceWriter.oneLine(text) }
    guard let field = event.type.field(named: name), let value = event[name] else {
      return "nothing"
    }
    return writer.words(value, field.type, on: day)
  }
}

extension Judgement {
  fileprivate var isLate: Bool { status == .late }
}

extension Event {
  /// An attribute of the envelope that holds a text.
  fileprivate func attribute(_ name: String) -> String? {
    switch name {
    case "orgunit": unit
    case "subject": subject
    case "campaign": campaign
    case "actor": actorName
    case "provision" where type.field(named: name) == nil: provision
    case "obligation": obligation
    case "causationid": causation
    case "correlationid": correlation
    default: nil
    }
  }
}
