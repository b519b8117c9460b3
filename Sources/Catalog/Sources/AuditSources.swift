/// The record about the record: events, corrections, checkpoints, exports, imports, and what is
/// known about persons.
let auditSources: [SourceSchema] = [
  SourceSchema(
    "events", "Every event of the log, voided ones too.",
    key: ["seq"], at: "event time", events: EventCatalog.types.map(\.name),
    columns: [
      column("id", .string),
      column("source", .string, "who issued the id"),
      column("type", .string, "full name with version"),
      column("kind", .eventKind),
      maybe("campaign", .entity(.campaign)),
      maybe("unit", .entity(.unit)),
      maybe("person", .entity(.person)),
      maybe("subject", .string),
      maybe("obligation", .entity(.obligation)),
      maybe("provision", .entity(.provision)),
      maybe("document", .entity(.document)),
      maybe("target_seq", .position, "of a correction or void"),
      column("evidence", .integer(nil), "attachments"),
      column("voided", .bool),
      column("hash", .string, "of the stored record, hex"),
      column("data", .record, "the type's own fields"),
    ]),
  SourceSchema(
    "corrections", "Corrections and voids, with what they touched.",
    key: ["seq"], at: "event time", events: ["entry.corrected", "entry.voided"],
    columns: [
      column("kind", enumerated("corrections.kind", "corrected", "voided")),
      column("target_seq", .position),
      column("target_kind", .eventKind),
      maybe("unit", .entity(.unit), "of the target"),
      column("fields", .set(.string), "that a correction changes"),
      column("reason", .string),
      maybe("document", .entity(.document)),
    ]),
  SourceSchema(
    "checkpoints", "Signed statements of the log's size and root.",
    key: ["checkpoint"], at: "signature", entity: .checkpoint, events: ["checkpoint.signed"],
    columns: [
      column("checkpoint", .entity(.checkpoint)),
      column("position", .position, "size of the log"),
      column("root", .string, "hex"),
      column("signer", .string),
    ]),
  SourceSchema(
    "exports", "Data that left the ledger.",
    key: ["export"], at: "issue", events: ["export.issued"],
    columns: [
      column("export", .string),
      column("scope", .string),
      column("as_of_seq", .position),
      column("recipient", .string),
      column("sha256", .string),
      maybe("checkpoint", .entity(.checkpoint), "first that covers as_of_seq"),
    ]),
  SourceSchema(
    "projections", "How far the stored rows of each source have come, and whether they agree.",
    key: ["generation", "name"], at: "build", events: [],
    columns: [
      column("name", .string, "source"),
      column("generation", .integer(nil)),
      column("live", .bool),
      column("version", .integer(nil), "of the fold"),
      column("position", .position, "reached"),
      column("digest", .string),
      column("rows", .integer(nil)),
      maybe("agrees", .bool, "with the last rebuild; none when not compared"),
      column("quarantined", .integer(nil), "events set aside"),
    ]),
  SourceSchema(
    "imports", "Files read into the ledger.",
    key: ["import"], at: "completion", events: ["import.completed"],
    columns: [
      column("import", .string),
      column("file", .string),
      column("sha256", .string),
      column("rows", .integer(nil)),
      column("accepted", .integer(nil)),
      column("duplicates", .integer(nil)),
      column("rejected", .integer(nil)),
    ]),
  SourceSchema(
    "personal", "Which personal fields are kept about whom, and on what consent.",
    key: ["person", "field", "origin"], at: "of the origin",
    events: eventsWithPersonalFields + ["consent.given", "consent.withdrawn", "subject.erased"],
    columns: [
      column("person", .entity(.person)),
      column("field", .string),
      column("origin", .position, "event that carries the commitment"),
      column("held", .bool, "the vault still has the value"),
      maybe("erased_at", .instant),
      maybe("purpose", .string),
      maybe("consent_at", .instant),
      maybe("withdrawn_at", .instant),
    ]),
  SourceSchema(
    "accesses", "Who looked behind pseudonyms, and why.",
    key: ["access"], at: "event time", events: ["identity.revealed", "export.issued"],
    columns: [
      column("access", .string),
      maybe("person", .entity(.person), "none for a search or a bulk export"),
      column("by_whom", .string),
      column("kind", enumerated("accesses.kind", "reveal", "search", "export")),
      column("purpose", .string),
      column("fields", .set(.string)),
    ]),
]

private let eventsWithPersonalFields = EventCatalog.types.filter { type in
  type.fields.contains { $0.privacy == .personal }
}.map(\.name)
