/// Rows 9–14: the tree of units, rosters, headcounts and offices.
let treeEvents: [EventType] = [
  EventType(
    9, "orgunit.registered", "A unit enters the tree.",
    needs: [],
    fields: [
      required(1, "unit", .declares(.unit)),
      required(2, "kind", .text, "kind of the plan, as ldld-huyen"),
      required(3, "level", .text, "level of the plan"),
      optional(4, "parent", .reference(.unit)),
      required(5, "name", .text),
      optional(6, "code", .text, "changes hands between units, never an identity"),
      optional(7, "sector", .text),
      optional(8, "territory", .text, "administrative code of the place"),
      optional(9, "opened", .date, "first day; left out for always"),
      optional(10, "departments", .list(.text)),
    ]),
  EventType(
    10, "orgunit.renamed", "A unit gets another name; it stays the same unit.",
    needs: [.orgunit],
    fields: [
      optional(1, "old", .text), required(2, "new", .text), required(3, "on", .date),
      optional(4, "document", .reference(.document)),
    ], rules: [.unitOpenAtTime([])]),
  EventType(
    10, "orgunit.moved", "A unit goes under another parent.",
    needs: [.orgunit],
    fields: [
      required(1, "parent", .reference(.unit)), required(2, "on", .date),
      optional(3, "document", .reference(.document)),
    ], rules: [.unitOpenAtTime([])]),
  EventType(
    10, "orgunit.closed", "A unit ends; `on` is the first day it is no longer valid.",
    needs: [.orgunit],
    fields: [
      required(1, "on", .date), optional(2, "document", .reference(.document)),
      optional(3, "reason", .text),
    ], rules: [.unitOpenAtTime([])]),
  EventType(
    11, "orgunit.merged", "Units become one; a target not yet registered takes after the first.",
    needs: [],
    fields: [
      required(1, "sources", .list(.reference(.unit))), required(2, "target", .text),
      required(3, "on", .date, "first day of the merged unit"),
      optional(4, "name", .text, "of a target not yet registered"),
      optional(5, "document", .reference(.document)),
    ]),
  EventType(
    11, "orgunit.split", "A unit becomes several; shares are stated, never guessed.",
    needs: [],
    fields: [
      required(1, "source", .reference(.unit)),
      required(
        2, "targets",
        .list(
          .record([
            required(1, "unit", .text), optional(2, "name", .text), optional(3, "share", .decimal),
          ]))),
      required(3, "on", .date), optional(4, "document", .reference(.document)),
    ]),
  EventType(
    12, "roster.published", "A portal lists the units it follows.",
    fields: [
      required(1, "portal", .text), required(2, "units", .list(.reference(.unit))),
    ]),
  EventType(
    13, "headcount.declared", "How many people a unit says it has on a day.",
    needs: [.orgunit],
    fields: [
      required(1, "as_of", .date), optional(2, "officials", .integer(.person)),
      optional(3, "members", .integer(.person)), optional(4, "workers", .integer(.person)),
      required(5, "source", .text), optional(6, "document", .reference(.document)),
    ], rules: [.oneOf(["officials", "members", "workers"])]),
  EventType(
    14, "office.assumed", "A person takes an office: this makes an official.",
    needs: [.orgunit],
    fields: [
      required(1, "office", .declares(.office)), required(2, "person", .reference(.person)),
      required(3, "position", .text), optional(4, "full_time", .bool), required(5, "on", .date),
      optional(6, "name", .text, "of the person", privacy: .personal),
      optional(7, "gender", .choice(["female", "male", "other"])),
    ], rules: [.unitOpenAtTime([])]),
  EventType(
    14, "office.left", "A person leaves an office; `on` is the first day not held.",
    needs: [.orgunit],
    fields: [
      required(1, "office", .reference(.office)), optional(2, "person", .reference(.person)),
      required(3, "on", .date),
    ]),
]
