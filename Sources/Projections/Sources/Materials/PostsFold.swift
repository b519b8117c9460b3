import LedgerModel

/// `posts`: publications and shares. What follows from the outlet or the material is left to the
/// reading.
struct PostsFold: SourceFold {
  struct State: Sendable {
    let post: String
    var published: RecordedEvent?
    var correctedAt: Instant?
    var removedAt: Instant?
    var reason: String?
  }

  let source = "posts"
  let events = [
    "material.shared", "media.item.published", "media.item.corrected", "media.item.removed",
  ]
  let columns = [
    "post", "kind", "unit", "outlet", "outlet_scope", "medium", "new_medium", "audience",
    "contents", "material", "exemplar", "title", "url", "corrected_at", "removed_at", "reason",
    "state",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    [event.event.text("item") ?? event.event.text("post") ?? event.positionKey]
  }

  func initial(_ entity: String) -> State { State(post: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) {
    switch event.typeName {
    case "media.item.corrected":
      state.correctedAt = event.event.time
      state.reason = event.event.text("reason")
    case "media.item.removed":
      state.removedAt = event.event.time
      state.reason = event.event.text("reason")
    default: state.published = event
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let published = state.published else { return [] }
    let said = published.event
    let isShare = published.typeName == "material.shared"
    let status =
      state.removedAt != nil ? "removed" : state.correctedAt != nil ? "corrected" : "live"
    return [
      published.row(
        key: state.post, stands: state.removedAt == nil,
        [
          .entity(state.post), .symbol(isShare ? "share" : "publication"), .entity(said.unit),
          .entity(said.text("outlet")), .symbol(said.text("outlet_scope")),
          .symbol(isShare ? medium(of: said.text("channel")) : said.text("medium")),
          .bool(said.bool("new_medium")), .symbol(said.text("audience")),
          .set(strings: said.texts("contents")), .entity(said.text("material")),
          .entity(said.text("exemplar")), .string(said.text("title")),
          .string(said.text("url") ?? said.text("post_ref")), .instant(state.correctedAt),
          .instant(state.removedAt), .string(state.reason), .symbol(status),
        ])
    ]
  }

  /// A share goes over a channel, a post stands in a medium: channels that are no medium count
  /// as the nearest one.
  private func medium(of channel: String?) -> String? {
    switch channel {
    case "portal", "online", "self": "website"
    case "email", "paper": "newsletter"
    case "meeting": "loudspeaker"
    default: channel
    }
  }
}
