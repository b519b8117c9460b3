import Catalog
import LedgerModel

extension Value {
  /// The fields of an event or record as the language reads them: by the type that the catalogue
  /// declares. Commitments are left out, they say nothing.
  static func fields(_ items: [NamedValue], _ specs: [FieldSpec]) -> [String: Value] {
    var fields: [String: Value] = [:]
    for item in items {
      let type = specs.first { $0.name == item.name }?.type ?? .any
      let value = Value(field: item.value, type)
      if !value.isNone { fields[item.name] = value }
    }
    return fields
  }

  private init(field: FieldValue, _ type: FieldType) {
    switch (type, field) {
    case (.choice, .text(let word)): self = .symbol(word)
    case (.reference, .text(let id)), (.declares, .text(let id)): self = .entity(id)
    case (.record(let specs), .record(let items)): self = .record(Value.fields(items, specs))
    case (.map(let element), .record(let items)):
      self = .record(
        Dictionary(
          items.map { ($0.name, Value(field: $0.value, element)) },
          uniquingKeysWith: { _, last in last }))
    case (.list(let element), .list(let items)):
      self = .set(items.map { Value(field: $0, element) })
    default: self = Value(raw: field)
    }
  }
}
