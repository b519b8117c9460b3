import Catalog
import LedgerModel
import Obligations
import Projections
import QueryAnalysis
import Text

/// Which events a history is about, every name resolved.
struct ReplayFilter {
  var types: Set<EventType> = []
  /// Ids of the unit asked for, with everything beneath it when asked.
  var units: Set<String>?
  var person: String?
  var duty: String?
  var campaign: String?

  /// True when an event may belong to the history without saying so itself: a return names a
  /// report, and only the report its unit.
  var looksAtObligations: Bool { units != nil || person != nil || duty != nil }

  /// True when the type is asked for; decided before anything is decoded.
  func accepts(_ type: EventType) -> Bool { types.isEmpty || types.contains(type) }

  /// True when the event itself, or an obligation that it changed, is what was asked for.
  func accepts(_ event: Event, changes: () throws -> [ObligationChange]) rethrows -> Bool {
    if let campaign, event.campaign != campaign, event.text("campaign") != campaign {
      return false
    }
    guard looksAtObligations else { return true }
    let isNamed = namesUnit(event) && namesPerson(event) && namesDuty(event)
    return try isNamed
      || changes().contains { change in
        (namesUnit(event) || isUnit(change)) && (namesPerson(event) || isPerson(change))
          && (namesDuty(event) || change.duty.duty == duty)
      }
  }

  // MARK: What the event names

  private func namesUnit(_ event: Event) -> Bool {
    guard let units else { return true }
    if event.unit.map(units.contains) == true { return true }
    if event.namedHolder.map(units.contains) == true { return true }
    return event.references(to: .unit).contains(where: units.contains)
  }

  private func namesPerson(_ event: Event) -> Bool {
    guard let person else { return true }
    return event.actorName == person || event.namedHolder == person
      || event.references(to: .person).contains(person)
  }

  private func namesDuty(_ event: Event) -> Bool {
    guard let duty else { return true }
    return event.namedDuty == duty || event.references(to: .duty).contains(duty)
  }

  // MARK: Whose obligation it changed

  private func isUnit(_ change: ObligationChange) -> Bool {
    units?.contains(change.key.unit) == true
      || change.key.target.map { units?.contains($0) == true } == true
  }

  private func isPerson(_ change: ObligationChange) -> Bool { change.key.person == person }
}

extension Event {
  /// Ids of one kind that the fields name or introduce; successors of a merger or split are units
  /// although their fields are plain text.
  func references(to kind: EntityKind) -> [String] {
    var found: [String] = []
    for item in data {
      guard let field = type.field(named: item.name) else { continue }
      collect(item.value, field.type, kind, into: &found)
    }
    if kind == .unit {
      if type.name == "orgunit.merged" { found += [text("target")].compactMap { $0 } }
      if type.name == "orgunit.split" {
        found += (self["targets"]?.list ?? []).compactMap { $0["unit"]?.text }
      }
    }
    return found
  }

  private func collect(
    _ value: FieldValue, _ type: FieldType, _ kind: EntityKind, into found: inout [String]
  ) {
    switch (type, value) {
    case (.reference(kind), .text(let id)), (.declares(kind), .text(let id)): found.append(id)
    case (.list(let element), .list(let values)):
      for value in values { collect(value, element, kind, into: &found) }
    case (.map(let element), .record(let items)):
      for item in items { collect(item.value, element, kind, into: &found) }
    case (.record(let specs), .record(let items)):
      for item in items {
        guard let spec = specs.first(where: { $0.name == item.name }) else { continue }
        collect(item.value, spec.type, kind, into: &found)
      }
    default: break
    }
  }
}
