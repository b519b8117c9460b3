import Catalog
import LedgerModel
import Text

/// One record on its way to an event.
struct TableCells {
  let reader: TableRowReader
  private let cells: [String]
  var values = FieldReader()

  init(_ reader: TableRowReader, _ cells: [String]) {
    self.reader = reader
    self.cells = cells
  }

  mutating func reading() -> EventReading {
    let typeName = text(reader.mapping.type, field: "type") ?? ""
    let (type, problem) = EventJSON.type(named: typeName)
    if let problem { values.report(problem) }
    guard let type else { return EventReading(event: nil, problems: values.problems) }
    let time = attribute("time").flatMap { moment($0, field: "time") }
    if time == nil, !values.problems.contains(where: { $0.field == "time" }) {
      values.report("time", .required, "must be given", remedy: "say when it happened")
    }
    let actor = attribute("actor").map { person($0, reader.mapping.envelope["actor"]) }
    let unit = attribute("orgunit").flatMap { self.unit($0, field: "orgunit") }
    let draft = Event(
      id: attribute("id") ?? "", source: attribute("source") ?? "", type: type,
      subject: attribute("subject"), time: time ?? Instant(microseconds: 0),
      campaign: attribute("campaign"), unit: unit, actor: actor,
      provision: attribute("provision"), obligation: attribute("obligation"),
      causation: attribute("causationid"), correlation: attribute("correlationid"),
      data: data(type))
    return values.reading(of: draft)
  }

  private mutating func attribute(_ name: String) -> String? {
    reader.mapping.envelope[name].flatMap { text($0, field: name) }
  }

  private mutating func data(_ type: EventType) -> [NamedValue] {
    var data = FieldTree()
    for field in reader.mapping.fields {
      let place = "data." + field.path
      guard let fieldType = type.fieldType(at: field.path) else {
        // A mapping for several types was checked as a whole: this field is for another one.
        if reader.mapping.type.values == nil, text(field.rule, field: place) != nil {
          data.set(.bool(true), at: field.path)
        }
        continue
      }
      guard let text = text(field.rule, field: place) else { continue }
      if let value = value(text, fieldType, field.rule, field: place) {
        data.set(value, at: field.path)
      }
    }
    return data.values
  }

  /// The text of a rule in this row; none when there is nothing.
  private mutating func text(_ rule: CellRule, field: String) -> String? {
    let raw: String?
    switch rule.origin {
    case .constant(let text): raw = text.isEmpty ? nil : text
    case .column(let name): raw = cell(name)
    case .template(let parts): raw = filled(parts, field: field)
    }
    guard let raw else { return rule.fallback }
    guard let words = rule.values else { return raw }
    if let meaning = words[searchKey(raw)] { return meaning }
    values.report(
      field, .choice, "no meaning is given for this word", found: raw,
      remedy: "add it to 'values' in the mapping file")
    return nil
  }

  private func cell(_ name: String) -> String? {
    guard let index = reader.index(of: name), cells.indices.contains(index) else { return nil }
    let text = cells[index].trimmed
    return text.isEmpty ? nil : text
  }

  private mutating func filled(_ parts: [CellRule.TemplatePart], field: String) -> String? {
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .column(let name):
        guard let text = cell(name) else {
          values.report(field, .required, "needs the column '\(name)', which is empty here")
          return nil
        }
        result += text
      }
    }
    return result
  }
}

/// Values put together along dotted paths.
private struct FieldTree {
  private(set) var values: [NamedValue] = []

  mutating func set(_ value: FieldValue, at path: String) {
    let names = path.split(separator: ".").map(String.init)
    values = FieldTree.setting(value, at: names[...], in: values)
  }

  private static func setting(
    _ value: FieldValue, at path: ArraySlice<String>, in fields: [NamedValue]
  ) -> [NamedValue] {
    guard let name = path.first else { return fields }
    let inner = path.dropFirst()
    guard !inner.isEmpty else { return fields + [NamedValue(name, value)] }
    var result = fields
    let index = result.firstIndex { $0.name == name }
    let known = index.flatMap { result[$0].value.record } ?? []
    let record = NamedValue(name, .record(setting(value, at: inner, in: known)))
    if let index { result[index] = record } else { result.append(record) }
    return result
  }
}

extension String {
  /// Without white space at either end.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
