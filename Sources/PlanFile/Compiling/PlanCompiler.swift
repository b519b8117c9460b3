import Catalog
import Diagnostics
import LedgerModel
import Text

/// Turns a plan file into events. Every section is read even after errors, so that one run
/// reports all of them; nothing comes out while there is one.
package final class PlanCompiler {
  let folder: PlanFolder
  let findings = Findings()
  var items: [CompiledPlan.Item] = []
  var campaign = ""
  var owner = ""
  var calendar = CampaignCalendar.standard
  var opens = Day(number: 0)
  var closes = Day(number: 0)
  /// When the plan's facts are said to have happened.
  var time = Instant(microseconds: 0)
  var levels: [String] = []
  var kinds: [(kind: String, level: String)] = []
  var known: [EntityKind: Set<String>] = [:]
  var unitRows: [UnitRow] = []

  struct UnitRow {
    let id: String
    let kind: String
    let level: String
    let parent: String?
    let reader: FieldReader
  }

  private init(_ folder: PlanFolder) { self.folder = folder }

  /// Compiles a plan. Throws `PlanError` with every finding, or `PlanFileError` when a file it
  /// names cannot be read.
  package static func compile(_ folder: PlanFolder) throws -> CompiledPlan {
    let compiler = PlanCompiler(folder)
    let root: YAMLValue
    do {
      root = try YAMLReader.read(folder.plan)
    } catch let error as DiagnosticError {
      throw PlanError(
        findings: error.diagnostics.map { PlanFinding(source: error.source, diagnostic: $0) })
    }
    try compiler.compile(root)
    let found = compiler.findings.items.map {
      PlanFinding(source: $0.source, diagnostic: $0.diagnostic)
    }
    guard !compiler.findings.hasErrors else { throw PlanError(findings: found) }
    return CompiledPlan(
      campaign: compiler.campaign, calendar: compiler.calendar,
      opens: compiler.calendar.zone.start(of: compiler.opens), items: compiler.items,
      warnings: found)
  }

  private func compile(_ root: YAMLValue) throws {
    let top = reader(root, path: "plan")
    if let version = top.text("kiem"), version != "1" {
      top.problem("P006", "kiem", "is the version of the plan format, 1; found '\(version)'")
    } else if !top.has("kiem") {
      top.problem("P003", "kiem", "is missing: write 'kiem: 1' on the first line")
    }
    readFrame(top)
    readCampaign(top)
    readDocuments(top)
    try readUnits(top)
    // After the units, see `CompiledPlan.items`: the plan names the one that issues it.
    readPlan(top)
    readOutlets(top)
    try readHeadcounts(top)
    try readOffices(top)
    try readMaterials(top)
    readQuizzes(top)
    readDuties(top)
    readTargets(top)
    top.finish()
  }

  func reader(_ value: YAMLValue, path: String) -> FieldReader {
    FieldReader(value, path: path, source: folder.plan, findings: findings)
  }

  /// The mappings of a list section; each is named after its id.
  func section(_ name: String, of top: FieldReader) -> [FieldReader] {
    guard let value = top.value(name) else { return [] }
    guard let list = value.list else {
      top.problem("P002", name, "is a list, found \(value.description)")
      return []
    }
    return list.enumerated().map { index, item in
      let id = item.mapping?.first { $0.key == "id" }?.value.scalar
      return reader(item, path: "\(name).\(id ?? String(index + 1))")
    }
  }

  /// Notes an id as known; a second one of the same kind is an error.
  func declare(_ kind: EntityKind, _ fields: FieldReader, field: String = "id") -> String {
    let id = fields.requiredText(field)
    guard !id.isEmpty else { return id }
    if !known[kind, default: []].insert(id).inserted {
      fields.problem("P020", field, "'\(id)' is declared twice among the \(kind.rawValue)s")
    }
    return id
  }

  /// Checks that an id was declared above; near ids are offered.
  func check(_ kind: EntityKind, _ id: String?, _ fields: FieldReader, field: String) {
    guard let id, !known[kind, default: []].contains(id) else { return }
    fields.problem(
      "P021", field, "names no \(kind.rawValue) of this plan: '\(id)'",
      remedy: fields.guess(id, among: known[kind, default: []].sorted()))
  }

  /// Adds an event; fields without a value are left out.
  func emit(
    _ name: String, path: String, unit: String? = nil, time: Instant? = nil,
    inCampaign: Bool = true, _ data: [(String, FieldValue?)]
  ) {
    guard let type = EventCatalog.type(name) else {
      preconditionFailure("the compiler emits types of the catalogue only: \(name)")
    }
    let values = data.compactMap { name, value in value.map { NamedValue(name, $0) } }
    items.append(
      CompiledPlan.Item(
        path: path,
        event: Event(
          id: "", source: "plan:\(campaign)", type: type, time: time ?? self.time,
          campaign: inCampaign ? campaign : nil, unit: unit, actor: .text("system:plan"),
          data: values)))
  }
}

extension String? {
  /// The text as a field's value.
  var field: FieldValue? { map(FieldValue.text) }
}

extension [String] {
  /// The texts as a list field.
  var field: FieldValue { .list(map(FieldValue.text)) }
}
