import LedgerModel

extension CampaignSettings {
  /// Reads a stored row of `campaigns`; what cannot be read keeps its default, for plan files are
  /// checked before they become events.
  init(row: SourceRow, _ table: SourceTable) {
    func value(_ name: String) -> Value { row.values[table.column(name)] }
    self.init(campaign: value("campaign").text ?? "")
    title = value("title").text ?? ""
    owner = value("owner").text
    opens = value("opens").day ?? opens
    lastDay = value("closes").day.flatMap { $0.adding(days: -1) } ?? lastDay
    levels = value("%levels").texts
    if case .record(let record) = value("%kinds") { kinds = record.compactMapValues(\.text) }
    readSettings(value("%settings"))
    readCalendar(value("%calendar"), zone: value("zone").text)
    figures = value("%figures").elements.map {
      Figure(
        key: $0[field: "key"].text ?? "", title: $0[field: "title"].text ?? "",
        kind: $0[field: "kind"].text ?? "number", isRequired: $0[field: "required"].bool ?? false)
    }
  }

  private mutating func readSettings(_ settings: Value) {
    instant = settings[field: "instant"].text ?? instant
    counts = settings[field: "counts"].text ?? counts
    resubmit = settings[field: "resubmit"].text.flatMap { TimeLength(reading: $0) } ?? resubmit
    dueSoon = settings[field: "due_soon"].text.flatMap { TimeLength(reading: $0) } ?? dueSoon
    if case .exact(let span)? = settings[field: "backdated_after"].text
      .flatMap({ TimeLength(reading: $0) })
    {
      backdatedAfter = span
    }
    earlyCounts = settings[field: "early"].text != "refused"
    suppressBelow = settings[field: "suppress_below"].integer ?? suppressBelow
  }

  private mutating func readCalendar(_ raw: Value, zone identifier: String?) {
    let standard = CampaignCalendar.standard
    let zone = identifier.flatMap { CivilZone(identifier: $0) } ?? standard.zone
    let weekdays = Set(raw[field: "work"].texts.compactMap { Weekday(code: $0) })
    let hours = raw[field: "hours"].texts.compactMap { WorkingHours(reading: $0) }
    let rule = raw[field: "rest_day"].text.flatMap { CampaignCalendar.RestDayRule(rawValue: $0) }
    let read = try? CampaignCalendar(
      zone: zone, workingWeekdays: weekdays.isEmpty ? standard.workingWeekdays : weekdays,
      hours: hours.isEmpty ? standard.hours : hours, restDayRule: rule ?? .stay,
      holidays: raw[field: "holidays"].elements.compactMap(\.day))
    calendar = read ?? standard
  }
}
