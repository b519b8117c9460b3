package import LedgerModel

/// Persons as events mention them: the raw material of `people`.
package struct PeopleFold: SourceFold {
  package struct State: Sendable {
    var person: String
    var firstSeen: Instant?
    var unit: String?
    var unitSeen: Instant?
    var gender: String?
    var standing: String?
    var isErased = false
  }

  package init() {}

  package let source = "%people"
  package let events = [
    "office.assumed", "office.left", "quiz.attempt.started", "quiz.attempt.submitted",
    "essay.submitted", "essay.resubmitted", "exemplar.nominated", "identity.linked",
    "identity.unlinked", "consent.given", "consent.withdrawn", "subject.erased",
  ]
  package let columns = [
    "%person", "%unit", "%unit_seen", "%gender", "%standing", "%erased",
  ]

  package func entities(of event: RecordedEvent) -> [String] {
    let persons = [event.event.text("person")].compactMap { $0 }
    guard event.typeName.hasPrefix("identity.") else { return persons }
    return persons + event.event.texts("persons")
  }

  package func initial(_ entity: String) -> State { State(person: entity) }

  package func apply(_ event: RecordedEvent, to state: inout State) {
    let time = event.event.time
    state.firstSeen = state.firstSeen.map { min($0, time) } ?? time
    switch event.typeName {
    case "subject.erased": state.isErased = true
    case "exemplar.nominated":
      state.gender = event.event.text("gender") ?? state.gender
      state.standing = event.event.text("standing") ?? state.standing
    case "office.assumed": state.gender = event.event.text("gender") ?? state.gender
    default: break
    }
    guard let unit = event.event.text("unit_at_time") ?? event.event.unit,
      state.unitSeen.map({ $0 <= time }) ?? true
    else { return }
    (state.unit, state.unitSeen) = (unit, time)
  }

  package func rows(of state: State) -> [FoldedRow] {
    guard let firstSeen = state.firstSeen else { return [] }
    return [
      FoldedRow(
        key: state.person, at: .instant(firstSeen), campaign: nil,
        values: [
          .entity(state.person), .entity(state.unit), .instant(state.unitSeen),
          .symbol(state.gender), .symbol(state.standing), .bool(state.isErased),
        ])
    ]
  }
}
