import LedgerModel

/// `contents`: the content lines that a campaign declares.
struct ContentsFold: SourceFold {
  let source = "contents"
  let events = ["campaign.created"]
  let columns = ["content", "title", "document"]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("campaign").map { [$0] } ?? []
  }

  func initial(_ entity: String) -> RecordedEvent? { nil }

  func apply(_ event: RecordedEvent, to state: inout RecordedEvent?) { state = event }

  func rows(of state: RecordedEvent?) -> [FoldedRow] {
    guard let created = state?.event, let campaign = created.text("campaign"),
      let opens = created.date("opens")
    else { return [] }
    return (created["contents"]?.list ?? []).compactMap { line in
      guard let content = line["content"]?.text else { return nil }
      return FoldedRow(
        key: RowKey.join(campaign, content), at: .day(opens), campaign: campaign,
        values: [
          .string(content), .string(line["title"]?.text ?? ""), .entity(line["document"]?.text),
        ])
    }
  }
}
