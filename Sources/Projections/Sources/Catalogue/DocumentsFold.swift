import LedgerModel

/// `documents`: registered as drafts or numbered, put right, recalled.
struct DocumentsFold: SourceFold {
  struct State: Sendable {
    let document: String
    var registered: RecordedEvent?
    var code: String?
    var issued: Day?
    var subject: String?
    var recalledAt: Instant?
  }

  let source = "documents"
  let events = [
    "document.registered", "document.numbered", "document.recalled", "document.corrected",
  ]
  let columns = [
    "document", "type", "number", "notation", "code", "issued", "organ", "subject", "signer", "to",
    "basis", "state", "recalled_at",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("document").map { [$0] } ?? []
  }

  func initial(_ entity: String) -> State { State(document: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) {
    let said = event.event
    switch event.typeName {
    case "document.registered":
      state.registered = event
      state.code = said.text("code")
      state.issued = said.date("issued")
      state.subject = said.text("subject")
    case "document.recalled": state.recalledAt = said.time
    default:
      state.code = said.text("number") ?? state.code
      state.issued = said.date("date") ?? state.issued
      state.subject = said.text("subject") ?? state.subject
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let registered = state.registered else { return [] }
    let said = registered.event
    let declared = DocumentCode(
      number: said.text("code_number"), notation: said.text("code_notation"))
    let read = state.code.map { DocumentCode($0) } ?? declared
    let number = read.number ?? declared.number
    let status = state.recalledAt != nil ? "recalled" : number != nil ? "numbered" : "draft"
    return [
      registered.row(
        key: state.document,
        [
          .entity(state.document), .string(said.text("type_name") ?? read.typeName ?? ""),
          .string(number), .string(read.notation ?? declared.notation),
          .string(state.code ?? declared.printed), .date(state.issued),
          .string(said.text("organ_name") ?? ""), .string(state.subject ?? ""),
          .string(said.text("signer")), .set(strings: said.texts("to")),
          .set(entities: said.texts("basis")), .symbol(status), .instant(state.recalledAt),
        ])
    ]
  }
}
