import Catalog
import LedgerModel

/// What an entity is found by in the index: its kind, the campaign where one is needed, its id.
struct EntityName: Hashable, Sendable {
  let kind: String
  let scope: String
  let id: String

  init(_ kind: EntityKind, _ id: String, scope: String = "") {
    self.kind = kind.rawValue
    self.scope = scope
    self.id = id
  }

  /// One version of a report; capitals keep it apart from the kinds of the catalogue.
  static func reportVersion(_ report: String, _ version: Int64) -> EntityName {
    EntityName(kind: "REPORT VERSION", scope: report, id: String(version))
  }

  /// The corrections and voids that name an event.
  static func amendments(of position: UInt64) -> EntityName {
    EntityName(kind: "AMENDMENTS", scope: "", id: String(position))
  }

  private init(kind: String, scope: String, id: String) {
    self.kind = kind
    self.scope = scope
    self.id = id
  }
}

extension Event {
  /// Every name that folding or checking the event will ask for, but for a few rare types.
  func names(of mentions: [EntityMention]) -> [EntityName] {
    var names = mentions.map(\.name)
    if let reportVersion { names.append(reportVersion) }
    return names
  }

  /// The report and version that the event is about, for the types that name both.
  var reportVersion: EntityName? {
    guard let report = text("report"), let version = integer("version") else { return nil }
    return .reportVersion(report, version)
  }

  /// Whether the event repairs knowledge instead of adding to it.
  var isAmendment: Bool { Amendments.eventTypes.contains(type.name) }
}
