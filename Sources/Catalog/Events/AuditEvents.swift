/// Rows 52–58 and 60: what happens to the record itself, and to personal data.
let auditEvents: [EventType] = [
  EventType(
    52, "entry.corrected", "An entry is put right; the patch is checked against its type.",
    needs: [],
    fields: [
      optional(1, "target", .position, "filled in at append when named by source and id"),
      required(2, "patch", .any, "envelope names, else fields of data; null takes a value away"),
      required(3, "reason", .text), optional(4, "document", .reference(.document)),
      optional(5, "target_source", .text, "the event's own source when left out"),
      optional(6, "target_id", .text),
    ], rules: [.oneOf(["target", "target_id"]), .namesEvent, .patchFitsTarget]),
  EventType(
    52, "entry.voided", "An entry should never have been made.",
    needs: [],
    fields: [
      optional(1, "target", .position, "filled in at append when named by source and id"),
      required(2, "reason", .text), optional(3, "document", .reference(.document)),
      optional(4, "target_source", .text, "the event's own source when left out"),
      optional(5, "target_id", .text),
    ], rules: [.oneOf(["target", "target_id"]), .namesEvent, .targetNotReferredTo]),
  EventType(
    53, "import.completed", "A file was read into the ledger.",
    needs: [],
    fields: [
      required(1, "file", .text, "name without folder"), required(2, "sha256", .text),
      required(3, "rows", .integer(.row)), required(4, "accepted", .integer(.row)),
      required(5, "duplicates", .integer(.row)), required(6, "rejected", .integer(.row)),
    ]),
  EventType(
    54, "identity.linked", "Several pseudonyms are one person.",
    needs: [],
    fields: [
      required(1, "persons", .list(.reference(.person))),
      required(2, "person", .reference(.person), "the one that stands for all"),
      required(3, "basis", .text),
    ]),
  EventType(
    54, "identity.unlinked", "A link between pseudonyms was wrong.",
    needs: [],
    fields: [
      required(1, "persons", .list(.reference(.person))),
      required(2, "person", .reference(.person)), required(3, "basis", .text),
    ]),
  EventType(
    55, "consent.given", "A person agrees to a use of their data.",
    needs: [],
    fields: [
      required(1, "person", .reference(.person)), required(2, "purpose", .text),
      optional(3, "exemplar", .reference(.exemplar)),
    ]),
  EventType(
    55, "consent.withdrawn", "A person takes an agreement back.",
    needs: [],
    fields: [
      required(1, "person", .reference(.person)), required(2, "purpose", .text),
      optional(3, "exemplar", .reference(.exemplar)),
    ]),
  EventType(
    56, "subject.erased", "A person's keys are destroyed; counts and proofs stay.",
    needs: [],
    fields: [
      required(1, "person", .reference(.person)), required(2, "request", .text),
      required(3, "keys_destroyed", .integer(nil)), required(4, "fields", .list(.text)),
    ]),
  EventType(
    57, "checkpoint.signed", "The log's size and root are signed.",
    needs: [],
    fields: [
      required(1, "checkpoint", .declares(.checkpoint)), required(2, "position", .position),
      required(3, "root", .text, "hex"), required(4, "signer", .text),
    ]),
  EventType(
    58, "export.issued", "Data leaves the ledger.",
    needs: [],
    fields: [
      required(1, "export", .text), required(2, "scope", .text),
      required(3, "as_of_seq", .position), required(4, "recipient", .text),
      required(5, "sha256", .text),
    ]),
  EventType(
    58, "query.saved", "A query gets a name.",
    needs: [],
    fields: [required(1, "name", .text), required(2, "text", .text)]),
  EventType(
    60, "identity.revealed", "Names behind pseudonyms were shown.",
    needs: [],
    fields: [
      optional(1, "person", .reference(.person), "left out for a search"),
      optional(2, "search", .text, privacy: .hashed), required(3, "fields", .list(.text)),
      required(4, "by_whom", .text), required(5, "purpose", .text),
      optional(6, "kind", .choice(["reveal", "search", "export"])),
    ]),
]
