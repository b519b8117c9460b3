import Catalog
import LedgerModel

/// What an event is about: the subject it states, else what it introduces, else what its first field
/// refers to; for a correction or void, what the event is about that it names.
struct EventSubject: Hashable, Sendable {
  /// The name as it stands in the events.
  let name: String
  /// Its kind and campaign, unless only a subject in words is given.
  let entity: EntityName?
  let kind: EntityKind?

  /// None for an event that states no subject and names none.
  init?(of event: Event, target: RecordedEvent?, _ lookup: EventLookup) throws {
    if event.isAmendment, let target,
      let base = try lookup.baseEvent(of: target.position.number)?.event
    {
      self.init(base)
    } else {
      self.init(event)
    }
  }

  private init?(_ event: Event) {
    let main = event.mainEntity
    if let subject = event.subject, subject != main?.id {
      self.init(name: subject, entity: nil, kind: nil)
    } else if let main {
      self.init(
        name: main.id,
        entity: EntityName(main.kind, main.id, scope: event.scope(of: main.kind)), kind: main.kind)
    } else {
      return nil
    }
  }

  private init(name: String, entity: EntityName?, kind: EntityKind?) {
    self.name = name
    self.entity = entity
    self.kind = kind
  }

  /// Whether the event states the subject or names it in any of its fields.
  func isSubject(of event: Event) -> Bool {
    if event.subject?.utf8.elementsEqual(name.utf8) == true { return true }
    guard let entity, let kind else {
      return event.mainEntity?.id.utf8.elementsEqual(name.utf8) == true
    }
    guard kind == .person else {
      return event.mentions.contains { $0.name == entity }
    }
    return event.type.fields.contains { field in
      event[field.name].map { Self.names(name, $0, field.type) } ?? false
    }
  }

  /// Whether a value names a person; those are not among an event's mentions.
  private static func names(_ person: String, _ value: FieldValue, _ type: FieldType) -> Bool {
    switch (type, value) {
    case (.reference(.person), .text(let name)), (.declares(.person), .text(let name)):
      name.utf8.elementsEqual(person.utf8)
    case (.list(let element), .list(let values)): values.contains { names(person, $0, element) }
    case (.map(let element), .record(let entries)):
      entries.contains { names(person, $0.value, element) }
    case (.record(let fields), .record(let entries)):
      entries.contains { entry in
        fields.first { $0.name == entry.name }.map { names(person, entry.value, $0.type) } ?? false
      }
    default: false
    }
  }
}

extension Event {
  /// The entity that the event introduces, or else the one that its first field refers to.
  fileprivate var mainEntity: (kind: EntityKind, id: String)? {
    for field in type.fields {
      if case .declares(let kind) = field.type, let id = text(field.name) { return (kind, id) }
    }
    guard let first = type.fields.first, let id = text(first.name) else { return nil }
    for case .declaresOnFirstUse(let kind) in type.rules { return (kind, id) }
    if case .reference(let kind) = first.type { return (kind, id) }
    return nil
  }
}
