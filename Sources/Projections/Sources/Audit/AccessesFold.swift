import LedgerModel

extension EventFold {
  /// `accesses`: names shown behind pseudonyms, and exports, which carry many persons at once.
  static let accesses = EventFold(
    "accesses", events: ["identity.revealed", "export.issued"],
    columns: ["access", "person", "by_whom", "kind", "purpose", "fields"]
  ) { event in
    let said = event.event
    guard event.typeName == "identity.revealed" else {
      return event.row([
        .string(event.positionKey), .none,
        .string(said.actorName ?? said.text("recipient") ?? ""), .symbol("export"),
        .string(said.text("scope") ?? ""), .set([]),
      ])
    }
    let kind = said.text("kind") ?? (said.text("person") == nil ? "search" : "reveal")
    return event.row([
      .string(event.positionKey), .entity(said.text("person")),
      .string(said.text("by_whom") ?? ""), .symbol(kind), .string(said.text("purpose") ?? ""),
      .set(strings: said.texts("fields")),
    ])
  }
}
