private let media = [
  "website", "facebook", "zalo", "newspaper", "radio", "tv", "loudspeaker", "newsletter",
]
private let scopes = ["union", "local", "national"]

/// Rows 38–41 and 59: publications, their figures, outlets and the press.
let mediaEvents: [EventType] = [
  EventType(
    38, "media.item.published", "Something is published; a press item has no unit.",
    fields: [
      required(1, "item", .declares(.post)), required(2, "medium", .choice(media)),
      optional(3, "new_medium", .bool, "left out: website, facebook and zalo are new"),
      required(4, "audience", .choice(["internal", "community"])),
      optional(5, "outlet", .reference(.outlet)), optional(6, "outlet_scope", .choice(scopes)),
      required(7, "contents", .list(.reference(.content))), optional(8, "title", .text),
      optional(9, "url", .text), optional(10, "sha256", .text),
      optional(11, "exemplar", .reference(.exemplar)),
    ]),
  EventType(
    39, "media.item.corrected", "A publication is put right.",
    fields: [required(1, "item", .reference(.post)), required(2, "reason", .text)]),
  EventType(
    39, "media.item.removed", "A publication is taken down.",
    fields: [required(1, "item", .reference(.post)), required(2, "reason", .text)]),
  EventType(
    40, "media.metric.observed", "What a platform says of a publication at a moment.",
    fields: [
      required(1, "item", .reference(.post)),
      required(
        2, "metric",
        .choice([
          "impressions", "reach", "reactions", "shares", "comments", "copies", "airtime",
        ]), "airtime in seconds"),
      required(3, "definition", .text, "the platform's name and version of the metric"),
      required(4, "value", .integer(nil)), required(5, "as_of", .instant),
      required(6, "method", .choice(["api", "manual", "estimate"])),
      optional(7, "cumulative", .bool),
    ]),
  EventType(
    41, "press.agreed", "An outlet agrees to carry the campaign.",
    fields: [
      required(1, "outlet", .reference(.outlet)), required(2, "scope", .choice(scopes)),
      optional(3, "document", .reference(.document)),
    ]),
  EventType(
    59, "outlet.registered", "A page or paper, and whose it is.",
    needs: [],
    fields: [
      required(1, "outlet", .declares(.outlet)),
      optional(2, "owner", .reference(.unit), "left out for the press"),
      required(3, "medium", .choice(media)), required(4, "scope", .choice(scopes)),
      required(5, "name", .text),
    ]),
]
