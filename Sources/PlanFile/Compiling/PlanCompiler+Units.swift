import Catalog
import Diagnostics
import LedgerModel

/// Units parents first, outlets, headcounts, offices.
extension PlanCompiler {
  func readUnits(_ top: FieldReader) throws {
    guard let list = top.value("units")?.list else {
      return top.problem("P003", "units", "is missing: a list of units or files of them")
    }
    for (index, item) in list.enumerated() {
      let fields = reader(item, path: "units.\(index + 1)")
      if let name = fields.text("file") {
        fields.finish()
        let source = try folder.file(name)
        for row in RowReader.rows(of: source, path: "units", findings: findings) { note(row) }
      } else {
        note(fields)
      }
    }
    emitUnits()
    check(.unit, owner.isEmpty ? nil : owner, top, field: "campaign")
  }

  private func note(_ fields: FieldReader) {
    let id = declare(.unit, fields)
    let kind = fields.requiredText("kind")
    let level = kinds.first { $0.kind == kind }?.level
    if level == nil, !kind.isEmpty {
      fields.problem(
        "P022", "kind", "'\(kind)' is no kind of this plan",
        remedy: fields.guess(kind, among: kinds.map(\.kind)))
    }
    unitRows.append(
      UnitRow(
        id: id, kind: kind, level: level ?? "", parent: fields.text("parent"), reader: fields))
  }

  /// Parents come before children, each generation in the order of the file.
  private func emitUnits() {
    var waiting = unitRows
    var placed: Set<String> = []
    while !waiting.isEmpty {
      let ready = waiting.filter { $0.parent.map(placed.contains) ?? true }
      if ready.isEmpty {
        for row in waiting {
          let parent = row.parent ?? ""
          row.reader.problem(
            "P021", "parent", "names no unit of this plan: '\(parent)'",
            remedy: row.reader.guess(parent, among: unitRows.map(\.id)))
        }
        return
      }
      for row in ready {
        emitUnit(row)
        placed.insert(row.id)
      }
      waiting.removeAll { placed.contains($0.id) }
    }
  }

  private func emitUnit(_ row: UnitRow) {
    let fields = row.reader
    emit(
      "orgunit.registered", path: "units.\(row.id)", inCampaign: false,
      [
        ("unit", .text(row.id)), ("kind", .text(row.kind)), ("level", .text(row.level)),
        ("parent", row.parent.field), ("name", .text(fields.requiredText("name"))),
        ("code", fields.text("code").field), ("sector", fields.text("sector").field),
        ("territory", fields.text("territory").field),
        ("opened", fields.day("opened").map(FieldValue.date)),
        ("departments", fields.texts("departments")?.field),
      ])
    fields.finish()
  }

  func readOutlets(_ top: FieldReader) {
    let media = [
      "website", "facebook", "zalo", "newspaper", "radio", "tv", "loudspeaker", "newsletter",
    ]
    for fields in section("outlets", of: top) {
      let owner = fields.text("owner")
      check(.unit, owner, fields, field: "owner")
      emit(
        "outlet.registered", path: fields.path, inCampaign: false,
        [
          ("outlet", .text(declare(.outlet, fields))), ("owner", owner.field),
          ("medium", .text(fields.choice("medium", of: media) ?? required(fields, "medium"))),
          (
            "scope",
            .text(
              fields.choice("scope", of: ["union", "local", "national"])
                ?? required(fields, "scope"))
          ),
          ("name", .text(fields.requiredText("name"))),
        ])
      fields.finish()
    }
  }

  /// Reports a missing field whose type is a choice.
  func required(_ fields: FieldReader, _ name: String) -> String {
    if !fields.has(name) { _ = fields.requiredText(name) }
    return ""
  }

  func readHeadcounts(_ top: FieldReader) throws {
    for fields in try rows("headcounts", of: top) {
      let unit = fields.requiredText("unit")
      check(.unit, unit, fields, field: "unit")
      let day = fields.day("as_of") ?? opens
      emit(
        "headcount.declared", path: "headcounts.\(unit).\(day.iso8601)", unit: unit,
        inCampaign: false,
        [
          ("as_of", .date(day)),
          ("officials", fields.integer("officials").map(FieldValue.integer)),
          ("members", fields.integer("members").map(FieldValue.integer)),
          ("workers", fields.integer("workers").map(FieldValue.integer)),
          ("source", .text(fields.requiredText("source"))),
        ])
      fields.finish()
    }
  }

  func readOffices(_ top: FieldReader) throws {
    for fields in try rows("offices", of: top) {
      let unit = fields.requiredText("unit")
      check(.unit, unit, fields, field: "unit")
      let starts = fields.day("starts") ?? opens
      let account = Account(identifier: fields.requiredText("person"))
      let position = fields.requiredText("position")
      let office = fields.text("office") ?? "\(unit)/\(fields.path)"
      emit(
        "office.assumed", path: fields.path, unit: unit, inCampaign: false,
        [
          ("office", .text(office)), ("person", .account(account)),
          ("position", .text(position)),
          ("full_time", fields.bool("full_time").map(FieldValue.bool)),
          ("on", .date(starts)), ("name", fields.text("name").field),
          ("gender", fields.choice("gender", of: ["female", "male", "other"]).field),
        ])
      if let ends = fields.day("ends") {
        emit(
          "office.left", path: "\(fields.path).ends", unit: unit, inCampaign: false,
          [("office", .text(office)), ("person", .account(account)), ("on", .date(ends))])
      }
      fields.finish()
    }
  }

  /// Rows of `NAME: {file: …}`, or of a list written in the plan itself.
  func rows(_ name: String, of top: FieldReader) throws -> [FieldReader] {
    guard let value = top.value(name) else { return [] }
    guard value.mapping != nil else { return section(name, of: top) }
    let fields = reader(value, path: name)
    let file = fields.requiredText("file")
    fields.finish()
    guard !file.isEmpty else { return [] }
    return RowReader.rows(of: try folder.file(file), path: name, findings: findings)
  }
}
