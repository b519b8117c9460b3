private let forms = ["in_person", "online", "hybrid"]

/// Rows 23–25 and 61: study sessions and self-study.
let studyEvents: [EventType] = [
  EventType(
    61, "study.session.planned", "A study session is announced.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "session", .declares(.activity)),
      required(2, "contents", .list(.reference(.content))), required(3, "form", .choice(forms)),
      optional(4, "planned", .integer(.person), "people expected"),
      optional(5, "start", .instant), optional(6, "place", .text, "administrative code"),
    ], rules: [.unitOpenAtTime([])]),
  EventType(
    23, "study.session.held", "A study session took place.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "session", .text, "planned before, or declared here"),
      required(2, "contents", .list(.reference(.content))), required(3, "form", .choice(forms)),
      optional(4, "attendees", .list(.reference(.person))),
      optional(5, "count", .integer(.person), "heads, when no list was kept"),
      optional(6, "length", .duration), optional(7, "measures", .list(.text), "Covid measures"),
      optional(8, "place", .text, "administrative code"),
    ], rules: [.unitOpenAtTime([]), .declaresOnFirstUse(.activity)]),
  EventType(
    24, "study.session.cancelled", "A session does not take place, or its record is taken back.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "session", .reference(.activity)), required(2, "reason", .text),
    ]),
  EventType(
    24, "study.session.reformed", "A session changes its form.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "session", .reference(.activity)), optional(2, "reason", .text),
      required(3, "from_form", .choice(forms)), required(4, "to_form", .choice(forms)),
    ]),
  EventType(
    25, "study.selfstudy.completed", "A person studied alone.",
    fields: [
      required(1, "person", .reference(.person)), required(2, "content", .reference(.content)),
      optional(3, "length", .duration), required(4, "method", .choice(["declared", "tracked"])),
    ]),
]
