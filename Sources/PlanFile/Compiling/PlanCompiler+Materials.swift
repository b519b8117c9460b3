import Catalog
import Diagnostics
import LedgerModel

/// Materials, who gets how many copies, quizzes and targets.
extension PlanCompiler {
  func readMaterials(_ top: FieldReader) throws {
    var allocations: [(material: String, publisher: String, file: String, time: Instant?)] = []
    for fields in section("materials", of: top) {
      let id = declare(.material, fields)
      let publisher = fields.text("publisher") ?? owner
      check(.unit, publisher, fields, field: "publisher")
      let contents = fields.texts("contents") ?? []
      for content in contents { check(.content, content, fields, field: "contents") }
      let published = fields.day("published").map(calendar.zone.start(of:))
      emit(
        "material.published", path: fields.path, unit: publisher, time: published,
        [
          ("material", .text(id)), ("kind", .text(fields.requiredText("kind"))),
          ("title", .text(fields.requiredText("title"))), ("contents", contents.field),
          ("version", .integer(fields.integer("version") ?? 1)), ("url", fields.text("url").field),
          ("sha256", fields.text("sha256").field),
        ])
      if let file = fields.text("allocate") {
        allocations.append((id, publisher, file, published))
      }
      fields.finish()
    }
    for (material, publisher, file, time) in allocations {
      try allocate(material, publisher: publisher, file: file, time: time)
    }
  }

  /// Copies are set aside when the material is there, not before.
  private func allocate(
    _ material: String, publisher: String, file: String, time: Instant?
  ) throws {
    let path = "allocations.\(material)"
    for row in RowReader.rows(of: try folder.file(file), path: path, findings: findings) {
      let unit = row.requiredText("unit")
      check(.unit, unit, row, field: "unit")
      emit(
        "material.allocated", path: "\(path).\(unit)", unit: publisher, time: time,
        [
          ("material", .text(material)), ("to_unit", .text(unit)),
          ("quantity", .integer(row.integer("quantity") ?? 0)),
        ])
      row.finish()
    }
  }

  func readQuizzes(_ top: FieldReader) {
    for fields in section("quizzes", of: top) {
      let window = fields.date("window")
      let first = window?.firstDay ?? opens
      let last = window?.lastDay ?? closes
      let mark = fields.text("pass_mark")
      if let mark, mark != "none", ExactDecimal(mark) == nil {
        fields.problem("P011", "pass_mark", "is a number or none, found '\(mark)'")
      }
      emit(
        "quiz.published", path: fields.path, unit: nil,
        [
          ("quiz", .text(declare(.quiz, fields))), ("title", .text(fields.requiredText("title"))),
          ("opens", .instant(calendar.zone.start(of: first))),
          ("closes", .instant(calendar.zone.end(of: last))),
          ("sections", fields.texts("sections")?.field), ("topics", fields.texts("topics")?.field),
          ("points", .decimal(fields.decimal("points") ?? ExactDecimal(mantissa: 100))),
          ("attempts_max", fields.integer("attempts_max").map(FieldValue.integer)),
          (
            "policy",
            .text(fields.choice("attempts", of: ["first", "best", "last", "mean"]) ?? "best")
          ),
          ("pass_mark", mark.flatMap { ExactDecimal($0) }.map(FieldValue.decimal)),
          ("key_version", .integer(fields.integer("key_version") ?? 1)),
        ])
      fields.finish()
    }
  }

  func readTargets(_ top: FieldReader) {
    for fields in section("targets", of: top) {
      let unit = fields.text("unit")
      check(.unit, unit, fields, field: "unit")
      emit(
        "target.set", path: fields.path,
        [
          ("target", .text(fields.requiredText("id"))),
          ("metric", .text(fields.requiredText("metric"))), ("unit", unit.field),
          ("value", .decimal(fields.decimal("value") ?? ExactDecimal(mantissa: 0))),
          ("starts", fields.day("starts").map(FieldValue.date)),
        ])
      fields.finish()
    }
  }
}
