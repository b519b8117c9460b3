import LedgerModel

extension EventFold {
  /// `imports`: files read in, with what became of their rows.
  static let imports = EventFold(
    "imports", events: ["import.completed"],
    columns: ["import", "file", "sha256", "rows", "accepted", "duplicates", "rejected"]
  ) { event in
    let said = event.event
    return event.row([
      .string(event.positionKey), .string(said.text("file") ?? ""),
      .string(said.text("sha256") ?? ""), .integer(said.integer("rows")),
      .integer(said.integer("accepted")), .integer(said.integer("duplicates")),
      .integer(said.integer("rejected")),
    ])
  }
}
