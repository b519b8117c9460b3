/// The one table of the language's sources. Names, types, completion, documentation and the
/// rows that projections write all read it.
package enum SourceCatalog {
  /// Every source, grouped as the documentation groups them.
  package static let all: [SourceSchema] =
    catalogueSources + treeSources + dutySources + materialSources + studySources + quizSources
    + essaySources + feedbackSources + exemplarSources + auditSources

  /// The source of that name. O(1).
  package static func source(named name: String) -> SourceSchema? { byName[name] }

  /// The source whose key is an identifier of that kind: what a dot behind such a column opens.
  package static func source(describing entity: EntityKind) -> SourceSchema? { byEntity[entity] }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  private static let byEntity = Dictionary(
    all.compactMap { schema in schema.entity.map { ($0, schema) } },
    uniquingKeysWith: { first, _ in first })
}
