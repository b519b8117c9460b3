private let deliveryMedia = [
  "paper", "link", "zalo", "facebook", "email", "meeting",
]
private let channels = [
  "website", "facebook", "zalo", "email", "paper", "meeting", "portal", "online", "self",
]

/// Rows 15–22: materials on their way down the tree.
let materialEvents: [EventType] = [
  EventType(
    15, "material.published", "A material is there to be used.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "material", .declares(.material)), required(2, "kind", .text),
      required(3, "title", .text), required(4, "contents", .list(.reference(.content))),
      required(5, "version", .integer(nil)), optional(6, "url", .text),
      optional(7, "sha256", .text),
    ]),
  EventType(
    16, "material.allocated", "Copies of a material are set aside for a unit.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "material", .reference(.material)),
      required(2, "to_unit", .reference(.unit), "who gets them; orgunit is who allocates"),
      required(3, "quantity", .integer(.copy)),
    ]),
  EventType(
    17, "material.distributed", "A unit passes a material on to a unit below.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "material", .reference(.material)), required(2, "to_unit", .reference(.unit)),
      required(3, "medium", .choice(deliveryMedia)), optional(4, "quantity", .integer(.copy)),
    ], rules: [.unitOpenAtTime(["to_unit"])]),
  EventType(
    18, "material.received", "A unit confirms what reached it.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "material", .reference(.material)), required(2, "from_unit", .reference(.unit)),
      optional(3, "quantity", .integer(.copy)), optional(4, "condition", .text),
    ], rules: [.unitOpenAtTime([])]),
  EventType(
    19, "material.shared", "A material is passed on over a unit's own channel.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "material", .reference(.material)), required(2, "channel", .choice(channels)),
      optional(3, "outlet", .reference(.outlet)), optional(4, "post", .declares(.post)),
      optional(5, "post_ref", .text, "address of the post"),
      required(6, "audience", .choice(["internal", "community"])),
      optional(7, "person", .reference(.person), "who shared, when it was a person"),
    ], rules: [.unitOpenAtTime([])]),
  EventType(
    20, "material.accessed", "Somebody opens a material.",
    fields: [
      required(1, "material", .reference(.material)), optional(2, "person", .reference(.person)),
      optional(3, "session", .text, "anonymous session", privacy: .hashed),
      required(4, "channel", .choice(channels)),
    ], rules: [.oneOf(["person", "session"])]),
  EventType(
    21, "material.withdrawn", "A material must no longer be used.",
    fields: [required(1, "material", .reference(.material)), required(2, "reason", .text)]),
  EventType(
    21, "material.replaced", "A material gives way to another.",
    fields: [
      required(1, "material", .reference(.material)), required(2, "by", .reference(.material)),
      optional(3, "reason", .text),
    ]),
  EventType(
    22, "guidance.issued", "Guidance on an exam goes out.",
    needs: [.campaign, .orgunit],
    fields: [
      optional(1, "quiz", .reference(.quiz)), optional(2, "document", .reference(.document)),
    ]),
]
