package import Diagnostics
package import LedgerModel
package import Text
import Yams

/// How the rows of a table become events: a YAML file.
///
/// ```yaml
/// format: csv
/// delimiter: ";"              # , is the default; tab
/// numbers: vietnamese         # 77.447 and 92,5; or plain: 77447 and 92.5
/// zone: Asia/Ho_Chi_Minh      # of dates and times without an offset
/// type: headcount.declared    # or {column: Loại, values: {Đoàn viên: headcount.declared}}
/// id: "hc-{Mã}-{Ngày}"        # columns in braces
/// source: urn:ldld:headcounts
/// time: {column: Ngày}        # 05/8/2021, 05/8/2021 16:00, 2021-08-05, RFC 3339
/// campaign: kh121
/// orgunit: {column: Đơn vị}   # the id of a unit, or its name
/// fields:
///   as_of: {column: Ngày}
///   members: {column: Đoàn viên}
///   source: báo cáo quý
///   figures.read.value: {column: Đã đọc}
/// ```
///
/// A rule is a text, where braces name columns, or `{column, values, default, separator, issuer}`.
package struct TableMapping: Sendable, Hashable {
  package var delimiter: UInt8?
  package var numbers = NumberStyle.vietnamese
  package var zone = CivilZone.vietnam
  package var type: CellRule
  /// Rules by envelope attribute, `id`, `source` and `time` among them.
  package var envelope: [String: CellRule]
  /// Rules by path inside `data`, in the order of the file.
  package var fields: [FieldRule]

  package struct FieldRule: Sendable, Hashable {
    package let path: String
    package let rule: CellRule
  }

  /// Envelope attributes that a rule can fill.
  static let attributes = [
    "id", "source", "subject", "time", "campaign", "orgunit", "actor", "provision", "obligation",
    "causationid", "correlationid",
  ]

  /// Reads a mapping file.
  ///
  /// - Throws: all that is wrong with it at once.
  package init(_ source: SourceText) throws(DiagnosticError) {
    var reader = MappingReader(source)
    let root = try reader.root()
    let settings = ["format", "delimiter", "numbers", "zone", "type", "fields"]
    reader.checkKeys(of: root, among: settings + TableMapping.attributes)
    _ = reader.choice(root["format"], field: "format", among: ["csv"])
    delimiter = reader.delimiter(root["delimiter"])
    if reader.choice(root["numbers"], field: "numbers", among: ["vietnamese", "plain"]) == "plain" {
      numbers = .plain
    }
    zone = reader.zone(root["zone"])
    type = reader.rule(root["type"], field: "type") ?? CellRule(.constant(""))
    envelope = [:]
    for name in TableMapping.attributes {
      if let rule = reader.rule(root[name], field: name) { envelope[name] = rule }
    }
    for name in ["type", "id", "source", "time"] where root[name] == nil {
      reader.report("I103", "'\(name)' is missing", at: nil, field: name)
    }
    fields = reader.fields(root["fields"])
    reader.check(type: root["type"], rule: type, fields: fields, in: root["fields"])
    try reader.check()
  }
}

extension MappingReader {
  fileprivate mutating func delimiter(_ node: Node?) -> UInt8? {
    let words = [",", ";", "tab", "|"]
    switch choice(node, field: "delimiter", among: words) {
    case nil: return nil
    case "tab": return 0x09
    case let sign?: return sign.utf8.first
    }
  }

  mutating func zone(_ node: Node?) -> CivilZone {
    guard let name = text(node, field: "zone") else { return .vietnam }
    if let zone = CivilZone(identifier: name) { return zone }
    report("I106", "'\(name)' is no time zone", at: node, remedy: "as Asia/Ho_Chi_Minh")
    return .vietnam
  }

  /// A rule in its short form, a text, or in its long one.
  mutating func rule(_ node: Node?, field: String) -> CellRule? {
    guard let node else { return nil }
    if let text = node.scalar?.string {
      if let rule = CellRule(template: text) { return rule }
      report("I106", "a brace is not closed", at: node, remedy: "write {column}", field: field)
      return nil
    }
    guard let mapping = node.mapping else {
      report("I104", "a text or {column: …} was expected", at: node, field: field)
      return nil
    }
    let names = ["column", "values", "default", "separator", "issuer"]
    checkKeys(of: mapping, among: names, field: field)
    guard let column = text(mapping["column"], field: field + ".column") else {
      report("I103", "'column' is missing", at: node, field: field)
      return nil
    }
    var rule = CellRule(.column(column))
    rule.fallback = text(mapping["default"], field: field + ".default")
    rule.issuer = text(mapping["issuer"], field: field + ".issuer") ?? ""
    rule.separator = text(mapping["separator"], field: field + ".separator") ?? rule.separator
    if let words = mapping["values"]?.mapping {
      var values: [String: String] = [:]
      for (key, value) in words {
        guard let word = text(key, field: field + ".values") else { continue }
        values[searchKey(word)] = text(value, field: field + ".values")
      }
      rule.values = values
    }
    return rule
  }

  fileprivate mutating func fields(_ node: Node?) -> [TableMapping.FieldRule] {
    guard let node else { return [] }
    guard let mapping = node.mapping else {
      report("I104", "fields by name were expected", at: node, field: "fields")
      return []
    }
    var result: [TableMapping.FieldRule] = []
    for (key, value) in mapping {
      guard let path = key.string, let rule = rule(value, field: "fields.\(path)") else { continue }
      result.append(TableMapping.FieldRule(path: path, rule: rule))
    }
    return result
  }
}
