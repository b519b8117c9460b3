import Catalog
import Diagnostics
import LedgerModel

/// The campaign itself: window, calendar, settings, contents, figures, and the plan's provisions.
extension PlanCompiler {
  /// What later sections need before any event is made: zone, window, levels, kinds.
  func readFrame(_ top: FieldReader) {
    if let value = top.value("calendar") {
      readCalendar(reader(value, path: "calendar"))
    }
    levels = top.texts("levels") ?? []
    if levels.isEmpty { top.problem("P003", "levels", "is missing: name them from the root down") }
    for entry in top.value("kinds")?.mapping ?? [] {
      guard let level = entry.value.scalar, levels.contains(level) else {
        findings.error(
          "P022", "kind '\(entry.key)' has no level of this plan", in: top.source,
          at: entry.value.span, field: "kinds.\(entry.key)",
          remedy: top.guess(entry.value.scalar ?? "", among: levels))
        continue
      }
      kinds.append((entry.key, level))
    }
    if kinds.isEmpty { top.problem("P003", "kinds", "is missing: which kind is on which level") }
  }

  private func readCalendar(_ fields: FieldReader) {
    var zone = CivilZone.vietnam
    if let name = fields.text("zone") {
      if let found = CivilZone(identifier: name) {
        zone = found
      } else {
        fields.problem("P014", "zone", "'\(name)' is no IANA zone, as Asia/Ho_Chi_Minh")
      }
    }
    let weekdays = workingWeekdays(fields)
    let hours = (fields.text("hours") ?? "").split(separator: " ").compactMap { text in
      let hours = WorkingHours(reading: text)
      if hours == nil { fields.problem("P014", "hours", "'\(text)' is no stretch HH:MM-HH:MM") }
      return hours
    }
    let rest = fields.choice("rest_day", of: CampaignCalendar.RestDayRule.allCases.map(\.rawValue))
    let holidays = (fields.texts("holidays") ?? []).compactMap { text in
      let day = try? Day(vietnamese: text)
      if day == nil { fields.problem("P010", "holidays", "'\(text)' is no day as 02/9/2021") }
      return day
    }
    fields.finish()
    do {
      calendar = try CampaignCalendar(
        zone: zone, workingWeekdays: weekdays, hours: hours,
        restDayRule: rest.flatMap(CampaignCalendar.RestDayRule.init) ?? .stay,
        holidays: holidays)
    } catch {
      fields.problem("P014", "calendar", "\(error)", at: fields.span)
    }
  }

  private func workingWeekdays(_ fields: FieldReader) -> Set<Weekday> {
    guard let texts = fields.texts("work") else {
      return [.monday, .tuesday, .wednesday, .thursday, .friday]
    }
    var days: Set<Weekday> = []
    for text in texts {
      let ends = text.split(separator: "..").map(String.init).compactMap { Weekday(code: $0) }
      switch ends.count {
      case 1: days.insert(ends[0])
      case 2 where ends[0] <= ends[1]:
        days.formUnion(Weekday.allCases.filter { ends[0] <= $0 && $0 <= ends[1] })
      default: fields.problem("P014", "work", "'\(text)' is no weekday or span, as mon..fri")
      }
    }
    return days
  }

  func readCampaign(_ top: FieldReader) {
    guard let value = top.value("campaign") else {
      return top.problem("P003", "campaign", "is missing", at: top.span)
    }
    let fields = reader(value, path: "campaign")
    campaign = declare(.campaign, fields)
    owner = fields.requiredText("owner")
    readWindow(fields)
    time = calendar.zone.start(of: opens)
    let plan = fields.requiredText("plan")
    if let issued = issuedDay(of: plan, in: top) { time = calendar.zone.start(of: issued) }
    let settings = fields.value("settings").map {
      readSettings(reader($0, path: "campaign.settings"))
    }
    emit(
      "campaign.created", path: "campaign",
      [
        ("campaign", .text(campaign)), ("title", .text(fields.requiredText("title"))),
        ("parent", fields.text("parent").field), ("owner", .text(owner)),
        ("opens", .date(opens)), ("closes", .date(closes)), ("plan", .text(plan)),
        ("zone", .text(calendar.zone.identifier)), ("levels", levels.field),
        ("kinds", .record(kinds.map { NamedValue($0.kind, .text($0.level)) })),
        ("calendar", calendarField), ("settings", settings.map(FieldValue.record)),
        ("contents", contentsField(top)), ("figures", figuresField(top)),
      ])
    fields.finish()
  }

  private func readWindow(_ fields: FieldReader) {
    guard let window = fields.date("window") else {
      if !fields.has("window") { fields.problem("P003", "window", "is missing, as 7/2021..8/2021") }
      return
    }
    guard let first = window.firstDay, let last = window.lastDay else {
      return fields.problem("P010", "window", "has a first and a last day, as 01/7/2021..31/8/2021")
    }
    (opens, closes) = (first, last)
  }

  /// The plan's own document may have no date yet; then the campaign's first day stands in.
  private func issuedDay(of document: String, in top: FieldReader) -> Day? {
    let entry = top.value("documents")?.list?.first { item in
      item.mapping?.contains { $0.key == "id" && $0.value.scalar == document } ?? false
    }
    let text = entry?.mapping?.first { $0.key == "issued" }?.value.scalar
    return text.flatMap { try? Day(vietnamese: $0) }
  }

  private func readSettings(_ fields: FieldReader) -> [NamedValue] {
    let values: [(String, FieldValue?)] = [
      ("instant", fields.choice("instant", of: ["submitted", "received", "recorded"]).field),
      ("counts", fields.choice("counts", of: ["first", "standing"]).field),
      ("resubmit", fields.length("resubmit").field),
      ("due_soon", fields.length("due_soon").field),
      ("backdated_after", fields.length("backdated_after").field),
      ("early", fields.choice("early", of: ["counts", "refused"]).field),
      ("suppress_below", fields.integer("suppress_below").map(FieldValue.integer)),
    ]
    fields.finish()
    return values.compactMap { name, value in value.map { NamedValue(name, $0) } }
  }

  private var calendarField: FieldValue {
    .record([
      NamedValue("work", calendar.workingWeekdays.sorted().map(\.code).field),
      NamedValue("hours", calendar.hours.map(\.text).field),
      NamedValue("rest_day", .text(calendar.restDayRule.rawValue)),
      NamedValue("holidays", .list(calendar.holidays.map(FieldValue.date))),
    ])
  }

  private func contentsField(_ top: FieldReader) -> FieldValue? {
    let items = section("contents", of: top).map { fields in
      let values: [(String, FieldValue?)] = [
        ("content", .text(declare(.content, fields))),
        ("title", .text(fields.requiredText("title"))),
        ("document", fields.text("document").field),
      ]
      fields.finish()
      return FieldValue.record(
        values.compactMap { name, value in
          value.map { NamedValue(name, $0) }
        })
    }
    return items.isEmpty ? nil : .list(items)
  }

  private func figuresField(_ top: FieldReader) -> FieldValue? {
    let kinds = ["person", "unit", "attempt", "item", "copy", "view", "number"]
    let items = section("figures", of: top).map { fields in
      let values: [(String, FieldValue?)] = [
        ("key", .text(declare(.figure, fields, field: "key"))),
        ("title", .text(fields.requiredText("title"))),
        ("kind", .text(fields.choice("kind", of: kinds) ?? "number")),
        ("required", fields.bool("required").map(FieldValue.bool)),
      ]
      fields.finish()
      return FieldValue.record(
        values.compactMap { name, value in
          value.map { NamedValue(name, $0) }
        })
    }
    return items.isEmpty ? nil : .list(items)
  }
}
