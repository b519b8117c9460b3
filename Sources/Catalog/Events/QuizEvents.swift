private let topicFields: [FieldSpec] = [
  required(1, "topic", .text), required(2, "asked", .integer(nil)),
  required(3, "correct", .integer(nil)),
]

/// Rows 26–30 and 51: the exam, its attempts, answers and prizes.
let quizEvents: [EventType] = [
  EventType(
    26, "quiz.published", "An exam is open to its public.",
    fields: [
      required(1, "quiz", .declares(.quiz)), required(2, "title", .text),
      required(3, "opens", .instant), required(4, "closes", .instant, "first instant too late"),
      optional(5, "sections", .list(.text)), optional(6, "topics", .list(.text)),
      required(7, "points", .decimal, "full marks"),
      optional(8, "attempts_max", .integer(.attempt)),
      required(9, "policy", .choice(["first", "best", "last", "mean"])),
      optional(10, "pass_mark", .decimal), required(11, "key_version", .integer(nil)),
    ], rules: [.intervalOrder(start: "opens", end: "closes")]),
  EventType(
    27, "quiz.mobilised", "A unit calls on its people to sit an exam.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "quiz", .reference(.quiz)),
      required(
        2, "channel",
        .choice(["website", "facebook", "zalo", "email", "paper", "meeting", "portal", "phone"])),
      optional(3, "audience", .text), optional(4, "invited", .integer(.person)),
    ], rules: [.unitOpenAtTime([])]),
  EventType(
    28, "quiz.attempt.started", "A person opens an exam.",
    fields: [
      required(1, "attempt", .declares(.attempt)), required(2, "quiz", .reference(.quiz)),
      required(3, "person", .reference(.person)),
      optional(4, "unit_at_time", .reference(.unit), "the envelope's unit when left out"),
      optional(5, "device", .text, privacy: .hashed),
    ]),
  EventType(
    28, "quiz.attempt.submitted", "A person hands in an exam.",
    fields: [
      required(1, "attempt", .text, "started before, or declared here"),
      required(2, "quiz", .reference(.quiz)), required(3, "person", .reference(.person)),
      optional(4, "unit_at_time", .reference(.unit), "the envelope's unit when left out"),
      optional(5, "raw", .decimal), optional(6, "min", .decimal), optional(7, "max", .decimal),
      optional(8, "per_topic", .list(.record(topicFields))), optional(9, "duration", .duration),
      optional(10, "key_version", .integer(nil)), optional(11, "device", .text, privacy: .hashed),
    ], rules: [.declaresOnFirstUse(.attempt)]),
  EventType(
    29, "quiz.answer.given", "One answer to one question of an attempt.",
    fields: [
      required(1, "attempt", .reference(.attempt)), required(2, "question", .text),
      optional(3, "topic", .text), required(4, "response", .text),
      optional(5, "correct", .bool), optional(6, "key_version", .integer(nil)),
      optional(7, "person", .reference(.person)),
    ]),
  EventType(
    30, "quiz.attempt.voided", "An attempt does not count.",
    fields: [required(1, "attempt", .reference(.attempt)), required(2, "reason", .text)]),
  EventType(
    30, "quiz.attempt.regraded", "An attempt is marked again with another key.",
    fields: [
      required(1, "attempt", .reference(.attempt)), required(2, "key_version", .integer(nil)),
      required(3, "new_raw", .decimal),
      optional(4, "per_topic", .list(.record(topicFields))),
    ]),
  EventType(
    51, "prize.awarded", "A prize of an exam.",
    fields: [
      required(1, "quiz", .reference(.quiz)), optional(2, "person", .reference(.person)),
      optional(3, "unit", .reference(.unit)), required(4, "prize", .text),
      optional(5, "document", .reference(.document)),
    ], rules: [.oneOf(["person", "unit"])]),
]
