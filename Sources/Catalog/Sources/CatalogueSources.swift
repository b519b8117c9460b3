/// What the plan says: campaigns, documents, provisions, contents, duties, readings, targets.
let catalogueSources: [SourceSchema] = [
  SourceSchema(
    "campaigns", "Campaigns with their window and the unit that leads them.",
    key: ["campaign"], at: "first instant of the campaign", entity: .campaign, unitColumn: "owner",
    events: ["campaign.created"],
    columns: [
      column("campaign", .entity(.campaign)),
      column("title", .string),
      maybe("parent", .entity(.campaign), "the campaign above, as a national plan"),
      column("owner", .entity(.unit), "unit that issued the plan"),
      column("opens", .instant),
      column("closes", .instant, "first instant after the last day"),
      column("window", .period, "from opens to closes"),
      column("zone", .string, "IANA name of the time zone"),
      column(
        "state", enumerated("campaigns.state", "draft", "running", "closed"), "at the clock"),
      maybe("plan", .entity(.document), "the plan's own document"),
    ]),
  SourceSchema(
    "documents", "Documents that the campaign cites or issues, drafts included.",
    key: ["document"], at: "registration", entity: .document,
    events: [
      "document.registered", "document.numbered", "document.recalled", "document.corrected",
    ],
    columns: [
      column("document", .entity(.document), "own id, independent of number and date"),
      column("type", .string, "KH, NQ, CT …"),
      maybe("number", .string, "none until numbered"),
      maybe("notation", .string, "what follows the number, as NQ/TW"),
      column("code", .string, "number and notation as printed"),
      maybe("issued", .date, "part of the document's identity"),
      column("organ", .string, "who issued it"),
      column("subject", .string),
      maybe("signer", .string),
      column("to", .set(.string), "addressees"),
      column("basis", .set(.entity(.document)), "documents that it rests on"),
      column("state", enumerated("documents.state", "draft", "numbered", "recalled")),
      maybe("recalled_at", .instant),
    ]),
  SourceSchema(
    "provisions", "Sentences of the plan, each with its own id.",
    key: ["provision"], at: "issue of the plan", entity: .provision, isCampaignScoped: true,
    events: ["plan.issued", "plan.amended"],
    columns: [
      column("provision", .entity(.provision), "own id, never the printed label"),
      column("document", .entity(.document), "the plan that holds it"),
      column("label", .string, "as printed, may occur twice"),
      column("anchor", .string, "place in the document"),
      column("text", .string, "a summary"),
      maybe("parent", .entity(.provision)),
      maybe("amended_at", .instant),
      maybe("amended_by", .entity(.document)),
    ]),
  SourceSchema(
    "contents", "Content lines that the campaign spreads.",
    key: ["content"], at: "first instant of the campaign", entity: .content,
    isCampaignScoped: true, events: ["campaign.created"],
    columns: [
      column("content", .string, "as C1"),
      column("title", .string),
      maybe("document", .entity(.document), "what the line is about"),
    ]),
  SourceSchema(
    "readings", "Open wordings of the plan and how they are read.",
    key: ["reading"], at: "issue of the plan", isCampaignScoped: true, events: ["plan.issued"],
    columns: [
      column("reading", .string, "as A1"),
      column("setting", .string, "path in the plan file, or none"),
      column("value", .string, "in force"),
      column("alternatives", .set(.string)),
      column("note", .string),
    ]),
  SourceSchema(
    "targets", "Quantities that the plan asks for.",
    key: ["target"], at: "when set", isCampaignScoped: true, events: ["target.set"],
    columns: [
      column("target", .string),
      column("metric", .string),
      maybe("unit", .entity(.unit), "scope; none for everybody"),
      column("value", .decimal),
      column("starts", .date),
    ]),
]
