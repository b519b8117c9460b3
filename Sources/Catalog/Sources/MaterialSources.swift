/// Materials on their way down the tree, who was exposed to them, and what was published.
let materialSources: [SourceSchema] = [
  SourceSchema(
    "materials", "Materials there to be used.",
    key: ["material"], at: "publication", entity: .material, unitColumn: "publisher",
    isCampaignScoped: true,
    events: ["material.published", "material.withdrawn", "material.replaced"],
    columns: [
      column("material", .entity(.material)),
      column("title", .string),
      column("kind", .string),
      column("contents", .set(.string), "content lines"),
      column("version", .integer(nil)),
      column("published_at", .instant),
      column("publisher", .entity(.unit)),
      maybe("withdrawn_at", .instant),
      maybe("replaced_by", .entity(.material)),
      maybe("url", .string),
      maybe("sha256", .string),
    ]),
  SourceSchema(
    "deliveries", "Copies of a material from one unit to another: allocated, sent, received.",
    key: ["material", "from_unit", "unit"], at: "newest step", isCampaignScoped: true,
    events: ["material.allocated", "material.distributed", "material.received"],
    columns: [
      column("material", .entity(.material)),
      column("contents", .set(.string), "of the material"),
      column("from_unit", .entity(.unit), "giver"),
      column("unit", .entity(.unit), "receiver"),
      column("level", .level, "of the receiver"),
      maybe("allocated", .integer(.copy)),
      maybe("allocated_at", .instant),
      maybe("sent", .integer(.copy)),
      maybe("sent_at", .instant, "first"),
      maybe(
        "medium",
        enumerated(
          "deliveries.medium", "paper", "link", "zalo", "facebook", "email", "meeting")),
      maybe("received", .integer(.copy)),
      maybe("received_at", .instant, "first"),
      maybe("condition", .string, "as the receiver describes it"),
    ]),
  SourceSchema(
    "views", "Exposures of a person or session to a content.",
    key: ["view"], at: "event time", isCampaignScoped: true,
    events: [
      "material.accessed", "study.session.held", "study.session.cancelled",
      "study.selfstudy.completed",
    ],
    columns: [
      column("view", .string),
      column("kind", enumerated("views.kind", "opened", "attended", "self_study")),
      maybe("person", .entity(.person)),
      maybe("session", .string, "keyed hash of an anonymous visit"),
      maybe("unit", .entity(.unit), "of the person at that time"),
      maybe("role", .role, "at that time"),
      maybe("material", .entity(.material)),
      maybe("post", .entity(.post)),
      column("contents", .set(.string)),
      column(
        "channel",
        enumerated(
          "views.channel", "website", "facebook", "zalo", "email", "paper", "meeting", "portal",
          "online", "self")),
    ]),
  postSource,
  SourceSchema(
    "metrics", "What platforms say of a publication at a moment.",
    key: ["observation"], at: "as_of", isCampaignScoped: true, events: ["media.metric.observed"],
    columns: [
      column("observation", .string),
      column("post", .entity(.post)),
      maybe("unit", .entity(.unit), "publisher"),
      column(
        "metric",
        enumerated(
          "metrics.metric", "impressions", "reach", "reactions", "shares", "comments", "copies",
          "airtime"), "airtime in seconds"),
      column("definition", .string, "the platform's name and version of the metric"),
      column("value", .estimate),
      column("as_of", .instant),
      column("method", enumerated("metrics.method", "api", "manual", "estimate")),
      column("cumulative", .bool),
    ]),
  SourceSchema(
    "outlets", "Pages, papers and stations, with their owner.",
    key: ["outlet"], at: "registration or agreement", entity: .outlet, unitColumn: "owner",
    isCampaignScoped: true, events: ["outlet.registered", "press.agreed"],
    columns: [
      column("outlet", .entity(.outlet)),
      column("name", .string),
      maybe("owner", .entity(.unit), "none for the press"),
      column("medium", .medium),
      column("scope", .outletScope),
      maybe("agreed_at", .instant),
      maybe("document", .entity(.document)),
    ]),
]

private let postSource = SourceSchema(
  "posts", "Publications and shares of materials.",
  key: ["post"], at: "publication", entity: .post, isCampaignScoped: true,
  events: [
    "material.shared", "media.item.published", "media.item.corrected", "media.item.removed",
  ],
  columns: [
    column("post", .entity(.post)),
    column("kind", enumerated("posts.kind", "publication", "share")),
    maybe("unit", .entity(.unit), "publisher; none for the press"),
    maybe("outlet", .entity(.outlet)),
    maybe("outlet_scope", .outletScope),
    column("own", .bool, "the unit owns the outlet"),
    column("medium", .medium),
    column("new_medium", .bool, "website, facebook or zalo unless stated"),
    column("audience", enumerated("posts.audience", "internal", "community")),
    column("contents", .set(.string)),
    maybe("material", .entity(.material)),
    maybe("exemplar", .entity(.exemplar)),
    maybe("title", .string),
    maybe("url", .string),
    maybe("corrected_at", .instant),
    maybe("removed_at", .instant),
    maybe("reason", .string, "of the correction or removal"),
    column("state", enumerated("posts.state", "live", "corrected", "removed")),
  ])
