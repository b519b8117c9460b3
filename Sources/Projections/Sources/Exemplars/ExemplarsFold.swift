import LedgerModel

/// `exemplars`: from nomination to commendation. A publication counts also when it was taken down
/// later: it was seen. Consent is what names the exemplar, or the nomination's own word.
struct ExemplarsFold: SourceFold {
  struct State: Sendable {
    let exemplar: String
    var nominated: RecordedEvent?
    /// The first instant of each kind of event.
    var first: [String: Instant] = [:]
    var posts = 0
  }

  let source = "exemplars"
  let events = [
    "exemplar.nominated", "exemplar.verified", "exemplar.approved", "exemplar.rejected",
    "commendation.awarded", "media.item.published", "consent.given", "consent.withdrawn",
  ]
  let columns = [
    "exemplar", "kind", "category", "unit", "gender", "standing", "verified_at", "approved_at",
    "rejected_at", "published_at", "commended_at", "consent_at", "consent_withdrawn_at", "posts",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("exemplar").map { [$0] } ?? []
  }

  func initial(_ entity: String) -> State { State(exemplar: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) {
    if event.typeName == "exemplar.nominated" { state.nominated = event }
    if event.typeName == "media.item.published" { state.posts += 1 }
    state.first[event.typeName] =
      state.first[event.typeName].map { min($0, event.event.time) } ?? event.event.time
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let nominated = state.nominated else { return [] }
    let said = nominated.event
    let consents = [state.first["consent.given"], said.bool("consent") == true ? said.time : nil]
    return [
      nominated.row(
        key: state.exemplar,
        [
          .entity(state.exemplar), .symbol(said.text("kind")),
          .string(said.text("category") ?? ""), .entity(said.unit), .symbol(said.text("gender")),
          .symbol(said.text("standing")), .instant(state.first["exemplar.verified"]),
          .instant(state.first["exemplar.approved"]), .instant(state.first["exemplar.rejected"]),
          .instant(state.first["media.item.published"]),
          .instant(state.first["commendation.awarded"]),
          .instant(consents.compactMap { $0 }.min()), .instant(state.first["consent.withdrawn"]),
          .integer(Int64(state.posts)),
        ])
    ]
  }
}
