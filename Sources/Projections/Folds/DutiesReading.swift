import LedgerModel

/// What `duties` shows that its declaration leaves to others: the wording of the provision, the
/// day as a period, grace as a length, and the campaign's settings.
package struct DutiesReading: RowReading {
  package init() {}

  package let source = "duties"
  package let dependencies = ["provisions"] + UnitHistory.sources
  package let fills = ["clause", "to", "due", "grace", "instant", "counts"]

  package func filler(
    for layout: TableLayout, in context: ReadingContext
  ) throws -> RowFiller {
    let campaigns = try context.campaigns
    let clauses = try context.clauses()
    let units = try context.units
    let column = SourceTable(layout: layout)
    let (clause, to, due, grace) = (
      column.column("clause"), column.column("to"), column.column("due"), column.column("grace")
    )
    let (instant, counts) = (column.column("instant"), column.column("counts"))
    let raw = RawDuty(column)
    return { row in
      let campaign = row.values[raw.campaign].text ?? ""
      let settings = campaigns.settings(of: campaign)
      let provision = row.values[raw.provision].text ?? ""
      row.values[clause] = .string(clauses["\(campaign)/\(provision)"] ?? "")
      row.values[to] = .entity(
        row.values[raw.addressee].text.flatMap { units[$0] == nil ? nil : $0 })
      row.values[due] = raw.due(row, settings.zone)
      row.values[grace] = .duration(raw.grace(row, settings.calendar))
      row.values[instant] = .symbol(settings.instant)
      row.values[counts] = .symbol(settings.counts)
    }
  }
}

/// The raw columns of a duty's stored row.
private struct RawDuty {
  let campaign: Int
  let provision: Int
  let addressee: Int
  private let day: Int
  private let time: Int
  private let windowEnd: Int
  private let boundary: Int
  private let length: Int

  init(_ table: SourceTable) {
    campaign = table.column("campaign")
    provision = table.column("provision")
    addressee = table.column("%to")
    day = table.column("%due")
    time = table.column("%due_time")
    windowEnd = table.column("%window_end")
    boundary = table.column("boundary")
    length = table.column("%grace")
  }

  /// The day, or the minute, that the plan states; none when it states none.
  func due(_ row: SourceRow, _ zone: CivilZone) -> Value {
    guard let day = row.values[day].day else { return .none }
    guard let time = row.values[time].text.flatMap({ TimeOfDay(reading: $0) }) else {
      return .period(Period(start: zone.start(of: day), end: zone.end(of: day)))
    }
    let start = zone.instant(of: day, at: time)
    return .period(
      Period(start: start, end: start.adding(TimeSpan(microseconds: 60_000_000))))
  }

  /// What the grace adds to the declared cutoff, also when it is given in working days.
  func grace(_ row: SourceRow, _ calendar: CampaignCalendar) -> TimeSpan {
    let zero = TimeSpan(microseconds: 0)
    guard let grace = row.values[length].text.flatMap({ TimeLength(reading: $0) }) else {
      return zero
    }
    if case .exact(let span) = grace { return span }
    guard let day = row.values[day].day ?? row.values[windowEnd].day else { return zero }
    let isBefore = row.values[self.day].day != nil && row.values[boundary].text == "before"
    let time = row.values[time].text.flatMap { TimeOfDay(reading: $0) }
    let deadline = Deadline(
      day: day, time: time, boundary: isBefore ? .before : .by, grace: grace)
    guard let cutoff = calendar.cutoff(of: deadline),
      let bare = calendar.cutoffWithoutGrace(of: deadline)
    else { return zero }
    return cutoff.span(since: bare)
  }
}

extension ReadingContext {
  /// Label and summary of every provision, by `campaign/provision`.
  package func clauses() throws -> [String: String] {
    try shared("clauses") {
      let provisions = try stored("provisions")
      guard let id = provisions.layout.index(of: "provision"),
        let label = provisions.layout.index(of: "label"),
        let text = provisions.layout.index(of: "text"),
        let campaign = provisions.layout.index(of: "campaign")
      else { return [:] }
      var clauses: [String: String] = [:]
      for row in provisions.rows {
        let key = "\(row.values[campaign].text ?? "")/\(row.values[id].text ?? "")"
        let parts = [row.values[label].text, row.values[text].text].compactMap { $0 }
        clauses[key] = parts.joined(separator: " ")
      }
      return clauses
    }
  }
}
