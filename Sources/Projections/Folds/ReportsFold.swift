package import LedgerModel

/// Chains of report versions by their id, as events tell of them: what `reports` is made from
/// once it is known which duty each answers.
package struct ReportsFold: SourceFold {
  package struct State: Sendable {
    var versions: [Int64: Version] = [:]
    var consolidated: RecordedEvent?
  }

  /// One version and what became of it.
  package struct Version: Sendable {
    var submitted: RecordedEvent?
    var received: Instant?
    var accepted: Instant?
    var returned: Instant?
    /// Newest of the three.
    var state = "submitted"
  }

  package init() {}

  package let source = "%reports"
  package let events = [
    "report.submitted", "report.received", "report.accepted", "report.returned",
    "report.consolidated",
  ]
  package let columns = [
    "%report", "%duty", "%obligation", "%unit", "%to", "%via", "%version", "%state", "%filed_at",
    "%submitted_at", "%received_at", "%returned_at", "%accepted_at", "%rounds", "%returned",
    "%covers", "%as_of_seq", "%figures", "%evidence", "%document", "%sources", "%missing",
    "%queries", "%position",
  ]

  package func entities(of event: RecordedEvent) -> [String] {
    event.event.text("report").map { [$0] } ?? []
  }

  package func initial(_ entity: String) -> State { State() }

  package func apply(_ event: RecordedEvent, to state: inout State) throws(FoldFailure) {
    if event.typeName == "report.consolidated" {
      state.consolidated = event
      return
    }
    guard let number = event.event.integer("version") else { throw FoldFailure("no version") }
    let time = event.event.time
    switch event.typeName {
    case "report.submitted": state.versions[number, default: Version()].submitted = event
    case "report.received":
      let received = event.event.instant("received") ?? time
      let known = state.versions[number]?.received
      state.versions[number, default: Version()].received =
        known.map { min($0, received) } ?? received
      if state.versions[number]?.state == "submitted" {
        state.versions[number]?.state = "received"
      }
    case "report.accepted":
      state.versions[number, default: Version()].accepted = time
      state.versions[number]?.state = "accepted"
    default:
      state.versions[number, default: Version()].returned = time
      state.versions[number]?.state = "returned"
    }
  }

  package func rows(of state: State) -> [FoldedRow] {
    let versions = state.versions.compactMap { number, version in
      version.submitted.map { (number: number, event: $0, version: version) }
    }.sorted { ($0.event.position, $0.number) < ($1.event.position, $1.number) }
    guard let newest = versions.last, let filed = versions.map(\.event.event.time).min() else {
      return []
    }
    let event = newest.event.event
    let returned = versions.count { $0.version.returned != nil }
    let own: [Value] = [
      .entity(event.text("report")), .entity(event.text("duty")), .entity(event.obligation),
      .entity(event.unit), .entity(event.text("to_unit")), .string(event.text("via")),
      .integer(newest.number), .symbol(newest.version.state), .instant(filed),
      .instant(event.time), .instant(newest.version.received), .instant(newest.version.returned),
      .instant(newest.version.accepted), .integer(Int64(versions.count)),
      .integer(Int64(returned)), ReportsFold.covers(event), .position(event.position("as_of_seq")),
      event.raw("figures"), .integer(Int64(event["evidence"]?.list?.count ?? 0)),
      .entity(event.text("document")),
    ]
    let consolidated = state.consolidated?.event
    return [
      FoldedRow(
        key: event.text("report") ?? "", at: .instant(filed), campaign: event.campaign,
        values: own + [
          .set(entities: consolidated?.texts("sources") ?? []),
          .set(entities: consolidated?.texts("missing") ?? []),
          .set(strings: consolidated?.texts("query_hashes") ?? []),
          .position(newest.event.position),
        ])
    ]
  }

  /// First day and the day after the last, which is inside; open when only one is given.
  private static func covers(_ event: Event) -> Value {
    guard let start = event.date("covers_from") else { return .none }
    let end = event.date("covers_to").map { Value.date(Day(number: $0.number &+ 1)) }
    return .set([.date(start)] + [end].compactMap { $0 })
  }
}
