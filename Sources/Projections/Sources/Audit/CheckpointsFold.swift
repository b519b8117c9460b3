import LedgerModel

extension EventFold {
  /// `checkpoints`: signed sizes and roots of the log.
  static let checkpoints = EventFold(
    "checkpoints", events: ["checkpoint.signed"],
    columns: ["checkpoint", "position", "root", "signer"]
  ) { event in
    let said = event.event
    guard let checkpoint = said.text("checkpoint") else { return nil }
    return event.row(
      key: checkpoint,
      [
        .entity(checkpoint), .position(said.position("position")),
        .string(said.text("root") ?? ""), .string(said.text("signer") ?? ""),
      ])
  }
}
