import Catalog
import LedgerModel

/// One place in an event that names an entity.
struct EntityMention: Hashable, Sendable {
  let kind: EntityKind
  let id: String
  /// The campaign of an entity that is told apart by it; empty for others.
  fileprivate(set) var scope = ""
  /// The top-level field, or attribute of the envelope, that holds the name; worded by `field`.
  private let place: String
  /// Whether the event introduces the entity.
  let isDeclaration: Bool
  /// Whether the event may name an entity that is known already, although it introduces it.
  let allowsKnown: Bool

  init(
    _ kind: EntityKind, _ id: String, place: String, isDeclaration: Bool = false,
    allowsKnown: Bool = false
  ) {
    self.kind = kind
    self.id = id
    self.place = place
    self.isDeclaration = isDeclaration
    self.allowsKnown = allowsKnown
  }

  /// What the entity is found by in the index.
  var name: EntityName { EntityName(kind, id, scope: scope) }

  /// Path of the field, as in `FieldProblem`.
  var field: String {
    EntityMention.envelope.contains(place) ? place : "data." + place
  }

  private static let envelope: Set<String> = ["campaign", "orgunit", "provision", "obligation"]
}

extension Event {
  /// Everything that the event names or introduces, persons aside: the vault knows those.
  var mentions: [EntityMention] {
    var found: [EntityMention] = []
    let plan = MentionPlan.plan(for: type)
    for (field, action) in plan.fields {
      guard let value = self[field] else { continue }
      MentionPlan.collect(value, action, place: field, into: &found)
    }
    addDeclarations(plan, &found)
    if let campaign, !found.contains(where: { $0.kind == .campaign && $0.id == campaign }) {
      found.append(EntityMention(.campaign, campaign, place: "campaign"))
    }
    if let unit { found.append(EntityMention(.unit, unit, place: "orgunit")) }
    if let provision { found.append(EntityMention(.provision, provision, place: "provision")) }
    if let duty = obligationDuty { found.append(EntityMention(.duty, duty, place: "obligation")) }
    for index in found.indices where found[index].kind.isCampaignScoped {
      found[index].scope = scope(of: found[index].kind)
    }
    return found
  }

  /// Entities of one campaign are told apart by it; those of the whole ledger by nothing.
  func scope(of kind: EntityKind) -> String {
    guard kind.isCampaignScoped else { return "" }
    return campaign ?? text("campaign") ?? ""
  }

  /// The duty that an obligation's key `campaign/duty/holder…` belongs to.
  private var obligationDuty: String? {
    guard let obligation else { return nil }
    let parts = obligation.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count > 1 ? String(parts[1]) : obligation
  }

  /// What an event introduces although its fields are plain text, because something of that name
  /// may, but need not, be there before.
  private func addDeclarations(_ plan: MentionPlan, _ found: inout [EntityMention]) {
    if let (kind, field) = plan.declaredOnFirstUse, let id = text(field) {
      found.append(
        EntityMention(kind, id, place: field, isDeclaration: true, allowsKnown: true))
    }
    switch type.name {
    case "campaign.created":
      for (list, key, kind) in [
        ("contents", "content", EntityKind.content), ("figures", "key", .figure),
      ] {
        for item in self[list]?.list ?? [] {
          guard let id = item[key]?.text else { continue }
          found.append(EntityMention(kind, id, place: list, isDeclaration: true))
        }
      }
    case "orgunit.merged":
      if let target = text("target") { found.append(successor(target, "target")) }
    case "orgunit.split":
      for item in self["targets"]?.list ?? [] {
        if let target = item["unit"]?.text { found.append(successor(target, "targets")) }
      }
    default: break
    }
  }

  private func successor(_ unit: String, _ place: String) -> EntityMention {
    EntityMention(.unit, unit, place: place, isDeclaration: true, allowsKnown: true)
  }
}

/// Which fields of a type name entities, worked out once for each type.
struct MentionPlan: Sendable {
  /// Top-level fields that name an entity, or hold something that does.
  let fields: [(name: String, type: FieldType)]
  /// The kind and field of a type whose first event introduces the entity.
  let declaredOnFirstUse: (kind: EntityKind, field: String)?
  /// Kinds that may be declared again; the later declaration replaces the earlier.
  let replaceable: Set<EntityKind>

  private init(_ type: EventType) {
    fields = type.fields.filter { Self.namesEntity($0.type) }.map { ($0.name, $0.type) }
    var declared: (EntityKind, String)?
    var replaceable: Set<EntityKind> = []
    for rule in type.rules {
      switch rule {
      // By convention of the catalogue the entity's own id is the type's first field.
      case .declaresOnFirstUse(let kind): declared = type.fields.first.map { (kind, $0.name) }
      case .mayReplace(let kind): replaceable.insert(kind)
      default: break
      }
    }
    declaredOnFirstUse = declared
    self.replaceable = replaceable
  }

  private static func namesEntity(_ type: FieldType) -> Bool {
    switch type {
    case .reference(let kind), .declares(let kind): kind != .person
    case .list(let element), .map(let element): namesEntity(element)
    case .record(let fields): fields.contains { namesEntity($0.type) }
    default: false
    }
  }

  /// Walks a value beside its type.
  static func collect(
    _ value: FieldValue, _ type: FieldType, place: String, into found: inout [EntityMention]
  ) {
    switch (type, value) {
    case (.reference(.person), _), (.declares(.person), _): break
    case (.reference(let kind), .text(let id)):
      found.append(EntityMention(kind, id, place: place))
    case (.declares(let kind), .text(let id)):
      found.append(EntityMention(kind, id, place: place, isDeclaration: true))
    case (.list(let element), .list(let values)) where namesEntity(element):
      for value in values { collect(value, element, place: place, into: &found) }
    case (.map(let element), .record(let entries)) where namesEntity(element):
      for entry in entries {
        collect(entry.value, element, place: place, into: &found)
      }
    case (.record(let fields), .record(let entries)):
      for entry in entries {
        guard let spec = fields.first(where: { $0.name == entry.name }) else { continue }
        collect(entry.value, spec.type, place: place, into: &found)
      }
    default: break
    }
  }

  private static let plans: [EventType: MentionPlan] = Dictionary(
    EventCatalog.types.map { ($0, MentionPlan($0)) }, uniquingKeysWith: { first, _ in first })

  static func plan(for type: EventType) -> MentionPlan { plans[type] ?? MentionPlan(type) }
}
