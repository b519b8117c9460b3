import Catalog
import Diagnostics
import LedgerModel

/// Duties: who must do what, to whom, by when, and which events fulfil it.
extension PlanCompiler {
  func readDuties(_ top: FieldReader) {
    for fields in section("duties", of: top) {
      let id = declare(.duty, fields)
      let provision = fields.requiredText("provision")
      check(.provision, provision, fields, field: "provision")
      let window = fields.date("window")
      let starts = fields.day("opens") ?? window?.firstDay ?? opens
      let ends = window?.lastDay ?? closes
      let due = self.due(fields)
      let judged = fields.bool("judged") ?? true
      let metBy = fields.value("met_by").map { conditions($0, fields, path: "met_by") }
      let parts = fields.value("parts").map { self.parts($0, fields) }
      if judged, metBy == nil, parts == nil {
        fields.problem(
          "P030", "met_by", "is missing: which events fulfil the duty", at: fields.span)
      }
      let addressee = fields.text("to")
      checkAddressee(addressee, fields)
      emit(
        "duty.declared", path: fields.path,
        [
          ("duty", .text(id)), ("title", .text(fields.requiredText("title"))),
          ("kind", .text(fields.choice("kind", of: dutyKinds) ?? required(fields, "kind"))),
          ("provision", .text(provision)),
          (
            "origin",
            .text(
              fields.choice("origin", of: ["stated", "implied", "internal", "external"])
                ?? "stated")
          ),
          ("holder", .text(fields.requiredText("holder"))), ("each", fields.text("each").field),
          ("parts", parts), ("met_by", metBy?.field), ("action", fields.text("action").field),
          ("object", fields.text("object").field), ("to", addressee.field),
          ("via", fields.text("via").field), ("department", fields.text("department").field),
          ("opens", .date(starts)), ("window_end", .date(ends)),
          ("due", (due?.day).map(FieldValue.date)), ("due_time", (due?.time?.text).field),
          ("boundary", .text(due?.boundary ?? "by")), ("grace", fields.length("grace").field),
          (
            "cardinality",
            .text(fields.choice("cardinality", of: ["each", "any", "once"]) ?? "each")
          ),
          ("group", fields.text("group").field),
          ("min", fields.integer("min").map(FieldValue.integer)), ("judged", .bool(judged)),
          ("evidence_kinds", fields.texts("evidence")?.field),
        ])
      fields.finish()
    }
  }

  private var dutyKinds: [String] {
    guard case .choice(let words)? = EventCatalog.type("duty.declared")?.field(named: "kind")?.type
    else { return [] }
    return words
  }

  /// `before|by DATE [HH:MM]`.
  private func due(_ fields: FieldReader) -> (day: Day, time: TimeOfDay?, boundary: String)? {
    guard let text = fields.text("due") else { return nil }
    var words = text.split(separator: " ").map(String.init)
    guard let boundary = words.first, ["before", "by"].contains(boundary) else {
      fields.problem(
        "P031", "due", "begins with before or by, as 'before 05/8/2021'; found '\(text)'")
      return nil
    }
    words.removeFirst()
    var time: TimeOfDay?
    if let last = words.last, last.contains(":") {
      time = TimeOfDay(reading: last)
      if time == nil { fields.problem("P031", "due", "'\(last)' is no time HH:MM") }
      words.removeLast()
    }
    do {
      return (try Day(vietnamese: words.joined(separator: " ")), time, boundary)
    } catch {
      fields.problem("P010", "due", "\(error)")
      return nil
    }
  }

  /// Conditions of `met_by`; the event type of each must exist. What follows `where` is checked
  /// with the names and types of the language when the plan's duties are bound to holders.
  private func conditions(_ value: YAMLValue, _ fields: FieldReader, path: String) -> [String] {
    let items = value.list ?? [value]
    return items.compactMap { item in
      guard let text = item.scalar else {
        fields.problem("P002", path, "is a list of conditions", at: item.span)
        return nil
      }
      let name = String(text.split(separator: " ", maxSplits: 1).first ?? "")
      if EventCatalog.type(name) == nil {
        fields.problem(
          "P032", path, "'\(name)' is no event type", at: item.span,
          remedy: fields.guess(name, among: EventCatalog.types.map(\.name)))
      }
      return text
    }
  }

  private func parts(_ value: YAMLValue, _ fields: FieldReader) -> FieldValue {
    guard let entries = value.mapping else {
      fields.problem("P002", "parts", "is a mapping of parts to conditions")
      return .list([])
    }
    return .list(
      entries.map { entry in
        .record([
          NamedValue("part", .text(entry.key)),
          NamedValue(
            "met_by", conditions(entry.value, fields, path: "parts.\(entry.key)").field),
        ])
      })
  }

  private func checkAddressee(_ text: String?, _ fields: FieldReader) {
    guard let text, text != "parent", text != "none" else { return }
    if text.hasPrefix("ancestor ") {
      let level = String(text.dropFirst("ancestor ".count))
      if !levels.contains(level) {
        fields.problem(
          "P022", "to", "'\(level)' is no level of this plan",
          remedy: fields.guess(level, among: levels))
      }
    } else {
      check(.unit, text, fields, field: "to")
    }
  }
}
