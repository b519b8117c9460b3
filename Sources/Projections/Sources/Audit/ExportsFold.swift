import LedgerModel

extension EventFold {
  /// `exports`: data that left the ledger; which checkpoint covers it is found at the reading.
  static let exports = EventFold(
    "exports", events: ["export.issued"],
    columns: ["export", "scope", "as_of_seq", "recipient", "sha256"]
  ) { event in
    let said = event.event
    guard let export = said.text("export") else { return nil }
    return event.row(
      key: export,
      [
        .string(export), .string(said.text("scope") ?? ""),
        .position(said.position("as_of_seq")), .string(said.text("recipient") ?? ""),
        .string(said.text("sha256") ?? ""),
      ])
  }
}
