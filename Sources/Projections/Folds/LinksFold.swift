import LedgerModel

/// Which pseudonym stands for another, since accounts of one person were found to belong together.
struct LinksFold: SourceFold {
  struct State: Sendable {
    let account: String
    /// The pseudonym that stands for it, and since when; none after the link was taken back.
    var link: (person: String, time: Instant)?
  }

  let source = "%links"
  let events = ["identity.linked", "identity.unlinked"]
  let columns = ["%account", "%stands_for"]

  func entities(of event: RecordedEvent) -> [String] { event.event.texts("persons") }

  func initial(_ entity: String) -> State { State(account: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) throws(FoldFailure) {
    guard let person = event.event.text("person") else { throw FoldFailure("no person") }
    if event.typeName == "identity.linked" {
      state.link = (person, event.event.time)
    } else if state.link?.person == person {
      state.link = nil
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let (person, time) = state.link, person != state.account else { return [] }
    return [
      FoldedRow(
        key: state.account, at: .instant(time), campaign: nil,
        values: [.string(state.account), .string(person)])
    ]
  }
}
