/// Opinions that came in and how they were answered.
let feedbackSources: [SourceSchema] = [
  SourceSchema(
    "threads", "Opinions and questions with their way to an answer.",
    key: ["thread"], at: "receipt", entity: .thread, isCampaignScoped: true,
    events: [
      "feedback.received", "feedback.classified", "feedback.routed", "feedback.answered",
      "feedback.resolved", "feedback.reopened", "feedback.rated",
    ],
    columns: [
      column("thread", .entity(.thread)),
      column("channel", .feedbackChannel),
      maybe("person", .entity(.person)),
      maybe("unit", .entity(.unit)),
      maybe("topic", .string),
      maybe("urgency", .string),
      column("received_at", .instant),
      maybe("routed_to", .entity(.unit)),
      maybe("routed_at", .instant),
      maybe("auto_at", .instant, "first automatic reply"),
      column("autos", .integer(nil), "automatic replies"),
      maybe("answered_at", .instant, "first answer by a person"),
      maybe("answered_by", .string),
      column("humans", .integer(nil), "answers by people"),
      maybe("resolved_at", .instant),
      maybe("outcome", .string),
      column("reopened", .integer(nil), "times"),
      maybe("rating", .decimal),
      column(
        "state", enumerated("threads.state", "open", "answered", "resolved"),
        "open without an answer by a person, or reopened"),
    ]),
  SourceSchema(
    "replies", "Single replies to threads.",
    key: ["reply"], at: "event time", isCampaignScoped: true, events: ["feedback.answered"],
    columns: [
      column("reply", .string),
      column("thread", .entity(.thread)),
      column("kind", enumerated("replies.kind", "auto", "human")),
      column("by_whom", .string, "unit, office or system that answered"),
      maybe("unit", .entity(.unit)),
      column("channel", .feedbackChannel),
    ]),
]
