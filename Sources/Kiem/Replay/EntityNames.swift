import Catalog
import LedgerModel
import Projections

/// What people call the things that events name, as known at one position: units by their name of
/// the day, documents by their code, materials and exams by their title. Persons stay pseudonyms.
struct EntityNames {
  let context: ReadingContext

  func unit(_ id: String, on day: Day) -> String {
    (try? context.units[id])?.name(on: day) ?? id
  }

  /// The name, or the id where it says enough.
  func name(_ kind: EntityKind, _ id: String, on day: Day) -> String {
    if kind == .unit { return unit(id, on: day) }
    guard let source = SourceCatalog.source(describing: kind),
      let column = NameBook.nameColumns[kind],
      let value = try? context.lookup(source: source.name, column: column, key: id, campaign: nil),
      case .string(let text) = value, !text.isEmpty
    else { return id }
    return kind == .document ? text : "“\(text)”"
  }

  /// Types whose events change a name.
  static let eventTypes: Set<String> = [
    "orgunit.registered", "orgunit.renamed", "orgunit.merged", "orgunit.split",
    "document.registered", "document.numbered", "document.corrected", "material.published",
    "quiz.published", "outlet.registered", "campaign.created", "entry.corrected", "entry.voided",
  ]
}
