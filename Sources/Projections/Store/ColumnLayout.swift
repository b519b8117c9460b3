import Catalog
import Columns

/// The columns of a stored source: those of its fold, then what the core adds to every row.
package struct ColumnLayout: Sendable {
  package let names: [String]
  /// Columns of the fold itself; they come first.
  package let ownCount: Int
  private let indices: [String: Int]

  package init(own: [String]) {
    ownCount = own.count
    names = own + ColumnLayout.added
    indices = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    precondition(indices.count == names.count, "a column is stored once")
  }

  /// Added to every stored row, in this order. `at` may still be a date.
  package static let added = [
    "%key", "at", "campaign", "%stands", "corrected", "recorded", "seq", "actor",
  ]

  /// Columns of raw material, and of every source, that hold identifiers without the schema saying so.
  private static let hiddenKinds: [String: EntityKind] = [
    "campaign": .campaign, "%person": .person, "%unit": .unit,
  ]

  package func index(of name: String) -> Int? { indices[name] }

  /// How the columns of that source are stored: identifiers with the codes of their kind of entity,
  /// which all sources share, other texts with codes of their own column.
  func encoders(of source: String, _ dictionaries: DictionarySet) -> [ColumnEncoder] {
    // Rows behind a source, as `%events`, have the columns of that source.
    let schema = SourceCatalog.source(
      named: source.hasPrefix("%") ? String(source.dropFirst()) : source)
    return names.map { name in
      let hidden = ColumnLayout.hiddenKinds[name].map { ValueType.entity($0) }
      let type = hidden ?? schema?.column(named: name)?.column.type
      if case .entity(let kind)? = type?.wrapped {
        let shared = dictionaries.dictionary(named: kind.rawValue)
        return ColumnEncoder(dictionary: shared, isShared: true)
      }
      let own = dictionaries.dictionary(named: "\(source).\(name)")
      return ColumnEncoder(dictionary: own, isShared: false)
    }
  }

  package var key: Int { ownCount }
  package var at: Int { ownCount + 1 }
  package var campaign: Int { ownCount + 2 }
  package var stands: Int { ownCount + 3 }
  package var corrected: Int { ownCount + 4 }
  package var recorded: Int { ownCount + 5 }
  package var seq: Int { ownCount + 6 }
  package var actor: Int { ownCount + 7 }
}
