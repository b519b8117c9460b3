import LedgerModel

/// `materials`: a replaced material still stands, a withdrawn one does not.
struct MaterialsFold: SourceFold {
  struct State: Sendable {
    let material: String
    var published: RecordedEvent?
    var withdrawnAt: Instant?
    var replacement: String?
  }

  let source = "materials"
  let events = ["material.published", "material.withdrawn", "material.replaced"]
  let columns = [
    "material", "title", "kind", "contents", "version", "published_at", "publisher",
    "withdrawn_at", "replaced_by", "url", "sha256",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("material").map { [$0] } ?? []
  }

  func initial(_ entity: String) -> State { State(material: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) {
    switch event.typeName {
    case "material.published": state.published = event
    case "material.withdrawn": state.withdrawnAt = event.event.time
    default: state.replacement = event.event.text("by")
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let published = state.published else { return [] }
    let said = published.event
    return [
      published.row(
        key: state.material, stands: state.withdrawnAt == nil,
        [
          .entity(state.material), .string(said.text("title") ?? ""),
          .string(said.text("kind") ?? ""), .set(strings: said.texts("contents")),
          .integer(said.integer("version")), .instant(said.time), .entity(said.unit),
          .instant(state.withdrawnAt), .entity(state.replacement), .string(said.text("url")),
          .string(said.text("sha256")),
        ])
    ]
  }
}
