import LedgerModel

extension EventFold {
  /// `replications`: one row for each unit's taking up of a model.
  static let replications = EventFold(
    "replications", events: ["exemplar.replicated"],
    columns: ["replication", "exemplar", "unit", "evidence"]
  ) { event in
    event.row([
      .string(event.positionKey), .entity(event.event.text("model")), .entity(event.event.unit),
      .integer(event.event.evidenceCount),
    ])
  }
}
