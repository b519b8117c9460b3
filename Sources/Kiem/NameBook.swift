import Catalog
import LedgerModel
import Projections
import QueryEngine
import QueryPlan

/// Printed names of the entities that an answer shows, gathered once so that printing needs no
/// ledger.
struct NameBook: Sendable {
  private var names: [EntityKind: [String: String]] = [:]

  /// Which column of its source names an entity of the kind; ids of the others say enough.
  static let nameColumns: [EntityKind: String] = [
    .unit: "name", .place: "name", .material: "title", .outlet: "name", .quiz: "title",
    .document: "code",
  ]

  init(_ table: ResultTable, context: ReadingContext) throws {
    for (index, column) in table.columns.enumerated() {
      guard let kind = NameBook.entity(of: column.type), NameBook.nameColumns[kind] != nil else {
        continue
      }
      for row in table.rows { try add(row[index], kind, context) }
    }
  }

  private static func entity(of type: ValueType) -> EntityKind? {
    switch type.wrapped {
    case .entity(let kind): kind
    case .set(let element): entity(of: element)
    default: nil
    }
  }

  private mutating func add(_ value: Value, _ kind: EntityKind, _ context: ReadingContext) throws {
    switch value {
    case .entity(let id):
      guard names[kind]?[id] == nil, let source = SourceCatalog.source(describing: kind),
        let column = NameBook.nameColumns[kind]
      else { return }
      let name = try context.lookup(source: source.name, column: column, key: id, campaign: nil)
      if case .string(let text) = name, !text.isEmpty { names[kind, default: [:]][id] = text }
    case .set(let elements):
      for element in elements { try add(element, kind, context) }
    default: break
    }
  }

  func name(_ kind: EntityKind, _ id: String) -> String? { names[kind]?[id] }
}
