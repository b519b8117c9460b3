import LedgerModel

extension EventFold {
  /// `awards`: commendations of exemplars, units or persons, and prizes of exams.
  static let awards = EventFold(
    "awards", events: ["commendation.awarded", "prize.awarded"],
    columns: ["award", "kind", "form", "exemplar", "unit", "person", "quiz", "document"]
  ) { event in
    let said = event.event
    let isPrize = event.typeName == "prize.awarded"
    return event.row([
      .string(event.positionKey), .symbol(isPrize ? "prize" : "commendation"),
      .string(said.text(isPrize ? "prize" : "form") ?? ""), .entity(said.text("exemplar")),
      .entity(said.text("unit")), .entity(said.text("person")), .entity(said.text("quiz")),
      .entity(said.text("document")),
    ])
  }
}
