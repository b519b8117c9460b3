import Catalog
import Diagnostics
import LedgerModel
import Yams

extension MappingReader {
  /// Checks the types a mapping can yield, and its fields against the type when there is one.
  mutating func check(
    type node: Node?, rule: CellRule, fields: [TableMapping.FieldRule], in fieldNode: Node?
  ) {
    guard case .constant(let name) = rule.origin else {
      let words = Set((rule.values ?? [:]).values).sorted()
      let types = words.compactMap { eventType($0, at: node) }
      guard let first = types.first else { return }
      for field in fields where !types.contains(where: { $0.fieldType(at: field.path) != nil }) {
        reportUnknown(field.path, of: first, at: key(field.path, in: fieldNode))
      }
      return
    }
    guard node != nil, let type = eventType(name, at: node) else { return }
    for field in fields where type.fieldType(at: field.path) == nil {
      reportUnknown(field.path, of: type, at: key(field.path, in: fieldNode))
    }
    let given = Set(fields.map { $0.path.prefix { $0 != "." } })
    for spec in type.fields where spec.isRequired && !given.contains(spec.name[...]) {
      report(
        "I103", "\(type.name) needs '\(spec.name)', and no rule fills it", at: fieldNode ?? node,
        field: "fields.\(spec.name)")
    }
  }

  /// The type of that name, reported with a guess when there is none.
  mutating func eventType(_ name: String, at node: Node?) -> EventType? {
    let (type, problem) = EventJSON.type(named: name)
    if let problem {
      report(
        "I105", "there is no event type '\(name)'", at: node, remedy: problem.remedy,
        field: "type")
    }
    return type
  }

  private mutating func reportUnknown(_ path: String, of type: EventType, at node: Node?) {
    let names = FieldDescription.all(of: type).map(\.path)
    let guess = nearestName(to: path, among: names).map { "did you mean '\($0)'?" }
    report(
      "I105", "\(type.name) has no field '\(path)'", at: node,
      remedy: guess ?? "kiem types \(type.name) lists them", field: "fields.\(path)")
  }

  private func key(_ name: String, in node: Node?) -> Node? {
    node?.mapping?.first { $0.key.string == name }?.key ?? node
  }
}

extension EventType {
  /// The type of the value at a dotted path: fields of records, and any name inside a map.
  func fieldType(at path: String) -> FieldType? {
    var names = path.split(separator: ".").map(String.init)[...]
    guard let first = names.popFirst(), let spec = field(named: first) else { return nil }
    var type = spec.type
    while let name = names.popFirst() {
      switch type {
      case .record(let specs):
        guard let inner = specs.first(where: { $0.name == name }) else { return nil }
        type = inner.type
      case .map(let element): type = element
      case .any: type = .any
      default: return nil
      }
    }
    return type
  }
}
