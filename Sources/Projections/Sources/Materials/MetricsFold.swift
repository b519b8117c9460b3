import LedgerModel

extension EventFold {
  /// `metrics`: every observation stays as it was made; platforms count from the beginning unless
  /// the event says otherwise.
  static let metrics = EventFold(
    "metrics", events: ["media.metric.observed"],
    columns: [
      "observation", "post", "metric", "definition", "value", "as_of", "method", "cumulative",
    ]
  ) { event in
    let said = event.event
    guard let observed = said.instant("as_of") else { return nil }
    return event.row(
      at: observed,
      [
        .string(event.positionKey), .entity(said.text("item")), .symbol(said.text("metric")),
        .string(said.text("definition") ?? ""), .integer(said.integer("value")),
        .instant(observed), .symbol(said.text("method")),
        .bool(said.bool("cumulative") ?? true),
      ])
  }
}
