private let reportVersion: [FieldSpec] = [
  required(1, "report", .reference(.report)), required(2, "version", .integer(nil)),
]

/// Rows 46–50: reports up the tree, reminders, restrictions.
let reportEvents: [EventType] = [
  EventType(
    46, "report.submitted", "A unit hands in a report, or a new version of it.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "report", .text, "version 1 declares it"),
      required(2, "version", .integer(nil), "1, 2, 3 …"),
      required(3, "to_unit", .reference(.unit)), optional(4, "via", .text, "department"),
      optional(5, "covers_from", .date), optional(6, "covers_to", .date, "last day, inside"),
      optional(7, "as_of_seq", .position, "position its figures rest on"),
      optional(
        8, "figures",
        .map(.record([required(1, "value", .decimal), optional(2, "unit", .text)]))),
      optional(9, "document", .reference(.document)),
      optional(10, "duty", .reference(.duty), "what it answers, when it says so"),
    ],
    rules: [
      .unitOpenAtTime([]), .versionFollows, .declaresOnFirstUse(.report),
      .intervalOrder(start: "covers_from", end: "covers_to"),
    ]),
  EventType(
    47, "report.received", "The addressee has a report in hand.",
    fields: reportVersion + [optional(3, "received", .instant, "event time when left out")],
    rules: [.versionExists]),
  EventType(
    47, "report.accepted", "The addressee accepts a report.",
    fields: reportVersion, rules: [.versionExists]),
  EventType(
    47, "report.returned", "The addressee sends a report back.",
    fields: reportVersion + [required(4, "reason", .text)], rules: [.versionExists]),
  EventType(
    48, "report.consolidated", "What a report was put together from.",
    needs: [.campaign, .orgunit],
    fields: [
      required(1, "report", .reference(.report)),
      required(2, "sources", .list(.reference(.unit))),
      optional(3, "missing", .list(.reference(.unit))),
      optional(4, "as_of_seq", .position), optional(5, "query_hashes", .list(.text)),
    ]),
  EventType(
    49, "reminder.sent", "Somebody is reminded of an obligation.",
    needs: [.campaign, .obligation],
    fields: [
      required(1, "unit", .reference(.unit), "who is reminded"),
      required(2, "step", .integer(nil)),
      required(
        3, "channel",
        .choice([
          "zalo", "facebook", "email", "phone", "paper", "portal", "meeting", "other",
        ])),
      optional(4, "duty", .reference(.duty)),
    ]),
  EventType(
    50, "restriction.declared", "Gatherings are restricted in a territory.",
    needs: [],
    fields: [
      required(1, "restriction", .text, "own id"), required(2, "territory", .text, "code"),
      required(3, "level", .text, "16, 15, 19 …"), required(4, "starts", .instant),
      optional(5, "ends", .instant), optional(6, "document", .reference(.document)),
    ], rules: [.intervalOrder(start: "starts", end: "ends")]),
  EventType(
    50, "restriction.lifted", "A restriction ends.",
    needs: [],
    fields: [
      required(1, "restriction", .text), required(2, "lifted", .instant),
      optional(3, "document", .reference(.document)),
    ]),
]
