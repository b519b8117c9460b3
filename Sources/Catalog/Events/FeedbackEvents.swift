private let feedbackChannels = ["zalo", "facebook", "portal", "phone", "direct"]

/// Rows 34–37: opinions and their answers.
let feedbackEvents: [EventType] = [
  EventType(
    34, "feedback.received", "An opinion or a question comes in.",
    fields: [
      required(1, "thread", .declares(.thread)), required(2, "channel", .choice(feedbackChannels)),
      optional(3, "person", .reference(.person)), optional(4, "topic", .text),
      optional(5, "text_ref", .text, "where the text is kept", privacy: .hashed),
    ]),
  EventType(
    35, "feedback.classified", "A thread gets its topic.",
    fields: [
      required(1, "thread", .reference(.thread)), required(2, "topic", .text),
      optional(3, "urgency", .text),
    ]),
  EventType(
    35, "feedback.routed", "A thread goes to the unit that should answer.",
    fields: [
      required(1, "thread", .reference(.thread)), required(2, "to_unit", .reference(.unit)),
    ]),
  EventType(
    36, "feedback.answered", "A thread gets a reply, from a person or a machine.",
    fields: [
      required(1, "thread", .reference(.thread)), required(2, "kind", .choice(["auto", "human"])),
      required(3, "by_whom", .text, "unit, office or system that answers"),
      required(4, "channel", .choice(feedbackChannels)),
      optional(5, "text_ref", .text, "where the text is kept", privacy: .hashed),
    ]),
  EventType(
    37, "feedback.resolved", "A thread is settled.",
    fields: [required(1, "thread", .reference(.thread)), required(2, "outcome", .text)]),
  EventType(
    37, "feedback.reopened", "A settled thread comes back.",
    fields: [required(1, "thread", .reference(.thread)), required(2, "reason", .text)]),
  EventType(
    37, "feedback.rated", "The writer says how well it was answered.",
    fields: [required(1, "thread", .reference(.thread)), required(2, "score", .decimal)]),
]
