/// The one table of event types. Everything that knows what an event looks like reads it here:
/// validation, JSON Schema, import mappings, completion, the stored form and the documentation.
package enum EventCatalog {
  /// Every type, in the order of the domain's table.
  package static let types: [EventType] =
    (campaignEvents + treeEvents + materialEvents + studyEvents + quizEvents + essayEvents
    + feedbackEvents + mediaEvents + exemplarEvents + reportEvents + auditEvents)
    .sorted { ($0.row, $0.name) < ($1.row, $1.name) }

  /// The type with this CloudEvents identifier, or with this bare name. O(1).
  package static func type(_ identifierOrName: String) -> EventType? {
    byName[identifierOrName]
  }

  /// The type of this `kind` case, as `report_submitted`.
  package static func type(kind: String) -> EventType? { byKind[kind] }

  private static let byName: [String: EventType] = {
    var table: [String: EventType] = [:]
    for type in types {
      table[type.identifier] = type
      table[type.name] = type
    }
    return table
  }()

  private static let byKind: [String: EventType] = Dictionary(
    types.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
}
