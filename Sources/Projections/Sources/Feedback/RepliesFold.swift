import LedgerModel

extension EventFold {
  /// `replies`: one row for each reply, automatic ones too.
  static let replies = EventFold(
    "replies", events: ["feedback.answered"],
    columns: ["reply", "thread", "kind", "by_whom", "unit", "channel"]
  ) { event in
    let said = event.event
    return event.row([
      .string(event.positionKey), .entity(said.text("thread")), .symbol(said.text("kind")),
      .string(said.text("by_whom") ?? ""), .entity(said.unit), .symbol(said.text("channel")),
    ])
  }
}
