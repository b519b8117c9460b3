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
    for column in table.columns {
      guard let kind = NameBook.entity(of: column.type), names[kind] == nil else { continue }
      names[kind] =
        kind == .unit ? try NameBook.units(context) : try NameBook.names(of: kind, context)
    }
  }

  /// The names of all units, made once at a reading: of their rows nothing else is needed.
  private static func units(_ context: ReadingContext) throws -> [String: String] {
    let (units, day) = (try context.units, try context.treeDay)
    return try context.shared("names of all units", madeOf: "units") {
      Dictionary(
        units.units.map { ($0.unit, $0.name(on: day)) }.filter { !$0.1.isEmpty },
        uniquingKeysWith: { first, _ in first })
    }
  }

  /// The names of all entities of a kind, made once at a reading.
  private static func names(
    of kind: EntityKind, _ context: ReadingContext
  ) throws -> [String: String]? {
    guard let column = nameColumns[kind], let source = SourceCatalog.source(describing: kind),
      let key = source.key.first
    else { return nil }
    return try context.shared("names of \(kind)", madeOf: source.name) {
      let table = try context.table(source.name)
      let place = table.column(column)
      return table.index(by: key).compactMapValues { row in
        guard let name = table.rows[row].values[place].text, !name.isEmpty else { return nil }
        return name
      }
    }
  }

  private static func entity(of type: ValueType) -> EntityKind? {
    switch type.wrapped {
    case .entity(let kind): kind
    case .set(let element): entity(of: element)
    default: nil
    }
  }

  func name(_ kind: EntityKind, _ id: String) -> String? { names[kind]?[id] }
}
