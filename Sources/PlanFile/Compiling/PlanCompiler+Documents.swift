import Catalog
import Diagnostics
import LedgerModel

/// Documents with their numbers, and the plan that makes the provisions binding.
extension PlanCompiler {
  func readDocuments(_ top: FieldReader) {
    var identities: Set<[String]> = []
    for fields in section("documents", of: top) {
      let id = declare(.document, fields)
      let organ = fields.requiredText("organ")
      let code = fields.text("code").map(DocumentCode.init(text:))
      let issued = fields.day("issued")
      if let code, let issued,
        !identities.insert([code.text, organ, issued.iso8601]).inserted
      {
        fields.problem("P023", "code", "two documents have this number, organ and date")
      }
      let basis = fields.texts("basis")
      for document in basis ?? [] { check(.document, document, fields, field: "basis") }
      emit(
        "document.registered", path: fields.path,
        [
          ("document", .text(id)),
          ("type_name", (fields.text("type") ?? code?.type).field),
          ("code_number", code?.number.field), ("code_notation", code?.notation.field),
          ("code", (code?.text).field), ("issued", issued.map(FieldValue.date)),
          ("organ_name", .text(organ)), ("subject", fields.text("subject").field),
          ("signer", fields.text("signer").field), ("to", fields.texts("to")?.field),
          ("basis", basis?.field),
        ])
      fields.finish()
    }
  }

  func readPlan(_ top: FieldReader) {
    let provisions = section("provisions", of: top).map(provision)
    let readings = section("readings", of: top).map(reading)
    let plan = top.value("campaign")?.mapping?.first { $0.key == "plan" }?.value.scalar ?? ""
    if !plan.isEmpty, !known[.document, default: []].contains(plan) {
      findings.error(
        "P021", "plan names no document of this plan: '\(plan)'", in: top.source,
        at: top.span(of: "campaign"), field: "campaign.plan",
        remedy: top.guess(plan, among: known[.document, default: []].sorted()))
    }
    emit(
      "plan.issued", path: "provisions", unit: owner,
      [
        ("document", .text(plan)), ("provisions", .list(provisions)),
        ("readings", readings.isEmpty ? nil : .list(readings)),
      ])
  }

  private func provision(_ fields: FieldReader) -> FieldValue {
    let values: [(String, FieldValue?)] = [
      ("provision", .text(declare(.provision, fields))),
      ("label", .text(fields.requiredText("label"))),
      ("anchor", fields.text("anchor").field), ("text", .text(fields.requiredText("text"))),
      ("parent", fields.text("parent").field),
    ]
    fields.finish()
    return .record(values.compactMap { name, value in value.map { NamedValue(name, $0) } })
  }

  private func reading(_ fields: FieldReader) -> FieldValue {
    let values: [(String, FieldValue?)] = [
      ("reading", .text(fields.requiredText("id"))),
      ("setting", .text(fields.requiredText("setting"))),
      ("value", .text(fields.requiredText("value"))),
      ("alternatives", fields.texts("also")?.field), ("note", fields.text("note").field),
    ]
    fields.finish()
    return .record(values.compactMap { name, value in value.map { NamedValue(name, $0) } })
  }
}

/// The number of a Vietnamese document as printed: administrative `121/KH-TLĐ`, Party `02-NQ/TW`,
/// normative `30/2020/NĐ-CP` (Decree 30/2020/NĐ-CP, annex I).
struct DocumentCode: Sendable, Hashable {
  let text: String
  let number: String?
  let notation: String?
  /// NQ, CT, KH … when the notation names one.
  let type: String?

  init(text: String) {
    self.text = text
    let split = text.firstIndex { $0 == "/" || $0 == "-" }
    let digits = split.map { text[..<$0].filter { !$0.isWhitespace } } ?? ""
    number = digits.isEmpty ? nil : String(digits)
    notation = split.map { String(text[text.index(after: $0)...]) }
    let parts = (notation ?? "").split { $0 == "/" || $0 == "-" }.map(String.init)
    type = parts.first { DocumentCode.types.contains($0) }
  }

  private static let types: Set<String> = [
    "NQ", "QĐ", "CT", "TB", "HD", "KH", "BC", "TTr", "BB", "NĐ", "QH", "CĐ",
  ]
}
