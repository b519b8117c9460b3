private let essayTextFields: [FieldSpec] = [
  required(2, "person", .reference(.person)),
  optional(3, "unit_at_time", .reference(.unit), "the envelope's unit when left out"),
  optional(4, "text_ref", .text, "where the text is kept", privacy: .personal),
  optional(5, "words", .integer(nil)), optional(6, "topics", .list(.text)),
]

/// Rows 31–33: essays and how they are judged.
let essayEvents: [EventType] = [
  EventType(
    31, "essay.submitted", "A person hands in an essay.",
    fields: [required(1, "essay", .declares(.essay))] + essayTextFields),
  EventType(
    31, "essay.resubmitted", "A new version of an essay.",
    fields: [required(1, "essay", .reference(.essay))] + essayTextFields),
  EventType(
    31, "essay.withdrawn", "An essay is taken back by its writer.",
    fields: [
      required(1, "essay", .reference(.essay)), optional(2, "person", .reference(.person)),
      optional(3, "reason", .text),
    ]),
  EventType(
    32, "essay.assigned", "An essay goes to a grader.",
    fields: [
      required(1, "essay", .reference(.essay)), required(2, "grader", .text, "label of a grader"),
    ]),
  EventType(
    32, "essay.graded", "A grader gives points.",
    fields: [
      required(1, "essay", .reference(.essay)), required(2, "grader", .text, "label of a grader"),
      required(3, "points", .decimal), optional(4, "max", .decimal),
      optional(
        5, "rubric",
        .list(.record([required(1, "criterion", .text), required(2, "points", .decimal)]))),
    ]),
  EventType(
    33, "essay.shortlisted", "An essay is put forward.",
    fields: [
      required(1, "essay", .reference(.essay)), required(2, "level", .text),
      optional(3, "document", .reference(.document)),
    ]),
  EventType(
    33, "essay.adopted", "The idea of an essay is taken up.",
    fields: [
      required(1, "essay", .reference(.essay)), required(2, "level", .text),
      optional(3, "document", .reference(.document)),
    ]),
]
