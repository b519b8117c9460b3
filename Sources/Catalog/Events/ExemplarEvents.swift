private let judgementFields: [FieldSpec] = [
  required(1, "exemplar", .reference(.exemplar)), required(2, "level", .text),
  required(3, "by_whom", .text, "unit or office that decides"), optional(4, "reason", .text),
]

/// Rows 42–45: people, collectives and models held up as examples.
let exemplarEvents: [EventType] = [
  EventType(
    42, "exemplar.nominated", "A unit puts somebody or something forward.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "exemplar", .declares(.exemplar)),
      required(2, "kind", .choice(["person", "collective", "model"])),
      required(3, "category", .text), optional(4, "person", .reference(.person)),
      optional(5, "gender", .choice(["female", "male", "other"])),
      optional(6, "standing", .choice(["official", "member", "worker"])),
      optional(7, "summary_ref", .text, "where the story is kept", privacy: .hashed),
      optional(8, "consent", .bool),
    ], rules: [.unitOpenAtTime([])]),
  EventType(43, "exemplar.verified", "The facts are checked.", fields: judgementFields),
  EventType(43, "exemplar.approved", "The nomination is accepted.", fields: judgementFields),
  EventType(43, "exemplar.rejected", "The nomination is refused.", fields: judgementFields),
  EventType(
    44, "exemplar.replicated", "A unit takes a model up.",
    needs: [.campaign, .orgunit],
    fields: [required(1, "model", .reference(.exemplar))], rules: [.unitOpenAtTime([])]),
  EventType(
    45, "commendation.awarded", "An exemplar, a unit or a person is commended.",
    fields: [
      optional(1, "exemplar", .reference(.exemplar)), optional(2, "unit", .reference(.unit)),
      optional(3, "person", .reference(.person)), required(4, "form", .text),
      optional(5, "document", .reference(.document)),
    ], rules: [.oneOf(["exemplar", "unit", "person"])]),
]
