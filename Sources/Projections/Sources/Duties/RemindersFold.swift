import LedgerModel

extension EventFold {
  /// `reminders`: the duty is the second part of the obligation's key when the event leaves it out.
  static let reminders = EventFold(
    "reminders", events: ["reminder.sent"],
    columns: ["reminder", "obligation", "duty", "unit", "step", "channel"]
  ) { event in
    let said = event.event
    let parts = (said.obligation ?? "").split(separator: "/", omittingEmptySubsequences: false)
    let duty = said.text("duty") ?? (parts.count > 1 ? String(parts[1]) : nil)
    return event.row([
      .string(event.positionKey), .entity(said.obligation), .entity(duty),
      .entity(said.text("unit")), .integer(said.integer("step")), .symbol(said.text("channel")),
    ])
  }
}
