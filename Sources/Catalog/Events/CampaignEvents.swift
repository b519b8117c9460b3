/// Rows 1–8: the campaign, its documents, its plan, duties and targets.
let campaignEvents: [EventType] = [
  EventType(
    1, "campaign.created", "A campaign begins; its settings are facts like any other.",
    needs: [],
    fields: [
      required(1, "campaign", .declares(.campaign)),
      required(2, "title", .text),
      optional(3, "parent", .reference(.campaign), "the campaign above, as a national plan"),
      required(4, "owner", .text, "unit that issues the plan; registered after the campaign"),
      required(5, "opens", .date, "first day"),
      required(6, "closes", .date, "last day, inside"),
      required(7, "plan", .text, "id of the plan's own document"),
      required(8, "zone", .text, "IANA name of the campaign's time zone"),
      required(9, "levels", .list(.text), "level names from the root down"),
      required(10, "kinds", .map(.text), "kind of unit to its level"),
      optional(11, "calendar", .record(calendarFields)),
      optional(12, "settings", .record(settingFields)),
      optional(13, "contents", .list(.record(contentFields))),
      optional(14, "figures", .list(.record(figureFields)), "what a report states"),
    ],
    rules: [.intervalOrder(start: "opens", end: "closes")]),
  EventType(
    2, "document.registered", "A document enters the ledger, numbered or still a draft.",
    fields: [
      required(1, "document", .declares(.document)),
      optional(2, "type_name", .text, "KH, NQ, CT, BC …"),
      optional(3, "code_number", .text),
      optional(4, "code_notation", .text),
      optional(5, "code", .text, "number and notation as printed"),
      optional(6, "issued", .date),
      required(7, "organ_name", .text),
      optional(8, "subject", .text),
      optional(9, "signer", .text, "office held, never a private person"),
      optional(10, "to", .list(.text)),
      optional(11, "basis", .list(.reference(.document))),
    ]),
  EventType(
    3, "document.numbered", "A draft gets its number and date.",
    fields: [
      required(1, "document", .reference(.document)),
      required(2, "number", .text, "number and notation as printed"),
      required(3, "date", .date),
    ]),
  EventType(
    3, "document.recalled", "A document is withdrawn by its issuer.",
    fields: [
      required(1, "document", .reference(.document)), required(2, "reason", .text),
    ]),
  EventType(
    3, "document.corrected", "A document's registered facts are put right.",
    fields: [
      required(1, "document", .reference(.document)),
      required(2, "reason", .text),
      optional(3, "number", .text), optional(4, "date", .date), optional(5, "subject", .text),
    ]),
  EventType(
    4, "plan.issued", "The plan with its provisions and open readings comes into force.",
    fields: [
      required(1, "document", .reference(.document)),
      optional(2, "basis", .list(.reference(.document))),
      required(3, "provisions", .list(.record(provisionFields))),
      optional(4, "readings", .list(.record(readingFields))),
    ]),
  EventType(
    5, "plan.amended", "A provision changes, or duties are dropped, from here on.",
    fields: [
      optional(1, "provision", .reference(.provision)),
      required(
        2, "change",
        .record([
          optional(1, "text", .text), optional(2, "label", .text),
          optional(3, "dropped", .list(.reference(.duty))),
        ])),
      required(3, "document", .reference(.document)),
    ]),
  EventType(
    6, "duty.declared", "A rule of the plan: who must do what, to whom, by when.",
    fields: dutyFields,
    rules: [.mayReplace(.duty), .intervalOrder(start: "opens", end: "window_end")]),
  EventType(
    7, "duty.extended", "A later due day for some or all holders; a field left out means any.",
    fields: exceptionFields + [
      required(10, "new_due", .date), optional(11, "new_due_time", .text, "HH:MM in the zone"),
    ], rules: [.laterDue]),
  EventType(
    7, "duty.waived", "Some or all holders are let off; a field left out means any.",
    fields: exceptionFields),
  EventType(
    8, "target.set", "A quantity that the plan asks for.",
    fields: [
      required(1, "target", .text),
      required(2, "metric", .text),
      optional(3, "unit", .reference(.unit), "scope; left out for all"),
      required(4, "value", .decimal),
      optional(5, "starts", .date),
    ]),
]

private let exceptionFields: [FieldSpec] = [
  required(1, "duty", .reference(.duty)),
  optional(2, "unit", .reference(.unit)),
  optional(3, "person", .reference(.person)),
  optional(4, "target", .reference(.unit)),
  optional(5, "part", .text),
  required(6, "reason", .text),
  optional(7, "document", .reference(.document)),
]

private let dutyFields: [FieldSpec] = [
  required(1, "duty", .declares(.duty)),
  required(2, "title", .text),
  required(3, "kind", .choice(dutyKinds)),
  required(4, "provision", .reference(.provision)),
  required(5, "origin", .choice(["stated", "implied", "internal", "external"])),
  required(6, "holder", .text, "selector in the query language"),
  optional(7, "each", .text, "target selector of a pair duty"),
  optional(8, "parts", .list(.record(partFields)), "each must be met: one row a part"),
  optional(9, "met_by", .list(.text), "event type with an optional where"),
  optional(10, "action", .text),
  optional(11, "object", .text),
  optional(12, "to", .text, "parent, ancestor LEVEL, a unit, or none"),
  optional(13, "via", .text, "department it goes through"),
  optional(14, "department", .text, "department of the holder that acts"),
  required(15, "opens", .date),
  required(16, "window_end", .date, "last day of the window"),
  optional(17, "due", .date, "the day stated; left out when the plan states none"),
  optional(18, "due_time", .text, "HH:MM in the zone"),
  required(19, "boundary", .choice(["before", "by"])),
  optional(20, "grace", .text, "as 1wd, 2d, 6h"),
  required(21, "cardinality", .choice(["each", "any", "once"])),
  optional(22, "group", .text, "unit or ancestor LEVEL, for any"),
  optional(23, "min", .integer(nil), "pieces needed, 1 when left out"),
  required(24, "judged", .bool, "false when the plan states no quantity"),
  optional(25, "evidence_kinds", .list(.text)),
]

private let dutyKinds = [
  "plan", "publish", "distribute", "guide", "publicise", "press", "report", "propagate",
  "mobilise", "study", "exam", "essay", "share", "roster", "answer", "rule", "other",
]

private let partFields: [FieldSpec] = [
  required(1, "part", .text), required(2, "met_by", .list(.text)),
]

private let calendarFields: [FieldSpec] = [
  optional(1, "work", .list(.choice(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))),
  optional(2, "hours", .list(.text), "HH:MM-HH:MM"),
  optional(3, "rest_day", .choice(["stay", "next"])),
  optional(4, "holidays", .list(.date)),
]

private let settingFields: [FieldSpec] = [
  optional(1, "instant", .choice(["submitted", "received", "recorded"])),
  optional(2, "counts", .choice(["first", "standing"])),
  optional(3, "resubmit", .text), optional(4, "due_soon", .text),
  optional(5, "backdated_after", .text), optional(6, "early", .choice(["counts", "refused"])),
  optional(7, "suppress_below", .integer(nil)),
]

private let contentFields: [FieldSpec] = [
  required(1, "content", .text), required(2, "title", .text),
  optional(3, "document", .text, "registered after the campaign"),
]

private let figureFields: [FieldSpec] = [
  required(1, "key", .text), required(2, "title", .text),
  required(3, "kind", .choice(["person", "unit", "attempt", "item", "copy", "view", "number"])),
  optional(4, "required", .bool),
]

private let provisionFields: [FieldSpec] = [
  required(1, "provision", .declares(.provision)),
  required(2, "label", .text, "as printed"),
  optional(3, "anchor", .text), required(4, "text", .text, "a summary in our own words"),
  optional(5, "parent", .text),
]

private let readingFields: [FieldSpec] = [
  required(1, "reading", .text), required(2, "setting", .text, "path in the plan file, or none"),
  required(3, "value", .text), optional(4, "alternatives", .list(.text)),
  optional(5, "note", .text),
]
