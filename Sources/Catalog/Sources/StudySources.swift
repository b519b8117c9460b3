/// Sessions, mobilisation, and who studied what.
let studySources: [SourceSchema] = [
  SourceSchema(
    "activities", "Study sessions and calls to sit an exam.",
    key: ["activity"], at: "start", entity: .activity, isCampaignScoped: true,
    events: [
      "study.session.planned", "study.session.held", "study.session.cancelled",
      "study.session.reformed", "quiz.mobilised",
    ],
    columns: [
      column("activity", .entity(.activity)),
      column("kind", enumerated("activities.kind", "study", "mobilisation")),
      column("unit", .entity(.unit)),
      column("form", .sessionForm, "as held"),
      column("planned_form", .sessionForm),
      column("state", enumerated("activities.state", "planned", "held", "cancelled")),
      maybe("reformed_at", .instant, "when the form last changed"),
      maybe("cancelled_at", .instant),
      maybe("length", .duration),
      column("territory", .entity(.place), "where it was held, else the unit's"),
      column("place_known", .bool, "the event names the place"),
      maybe("district", .entity(.place)),
      column("contents", .set(.string)),
      maybe("planned", .integer(.person), "people expected"),
      maybe("attended", .integer(.person), "heads here, not distinct over several"),
      column("measures", .set(.string), "against infection"),
      maybe("quiz", .entity(.quiz), "of a mobilisation"),
      maybe("reason", .string, "of the change or cancellation"),
    ]),
  SourceSchema(
    "studies", "One person and one content each.",
    key: ["study"], at: "event time", isCampaignScoped: true,
    events: ["study.session.held", "study.session.cancelled", "study.selfstudy.completed"],
    columns: [
      column("study", .string),
      column("person", .entity(.person)),
      column("unit", .entity(.unit)),
      column("role", .role),
      column("content", .string),
      maybe("activity", .entity(.activity)),
      column("method", enumerated("studies.method", "attended", "declared", "tracked")),
      maybe("length", .duration),
    ]),
]
