/// Essays and how they were judged.
let essaySources: [SourceSchema] = [
  SourceSchema(
    "essays", "Essays with their way from submission to adoption.",
    key: ["essay"], at: "first version", entity: .essay, isCampaignScoped: true,
    events: [
      "essay.submitted", "essay.resubmitted", "essay.withdrawn", "essay.assigned",
      "essay.graded", "essay.shortlisted", "essay.adopted",
    ],
    columns: [
      column("essay", .entity(.essay)),
      column("person", .entity(.person)),
      column("unit", .entity(.unit), "at that time"),
      column("role", .role, "at that time"),
      column("submitted_at", .instant, "first version"),
      column("versions", .integer(nil)),
      column(
        "state",
        enumerated(
          "essays.state", "submitted", "graded", "shortlisted", "adopted", "withdrawn")),
      column("words", .integer(nil)),
      column("topics", .set(.string)),
      column("counted", .bool, "the one of its writer that counts"),
      column("graders", .integer(nil), "assigned"),
      maybe("graded_at", .instant, "first grade"),
      maybe("points", .decimal, "mean of the gradings"),
      maybe("max", .decimal),
      maybe("shortlisted_at", .instant),
      maybe("adopted_at", .instant),
      maybe("adopted_level", .level),
      maybe("document", .entity(.document)),
    ]),
  SourceSchema(
    "gradings", "One essay and one grader each.",
    key: ["grading"], at: "grade, else assignment", isCampaignScoped: true,
    events: ["essay.assigned", "essay.graded"],
    columns: [
      column("grading", .string),
      column("essay", .entity(.essay)),
      column("unit", .entity(.unit), "of the essay"),
      column("grader", .string, "label, not a person"),
      maybe("assigned_at", .instant),
      maybe("graded_at", .instant),
      maybe("points", .decimal),
      maybe("max", .decimal),
    ]),
]
