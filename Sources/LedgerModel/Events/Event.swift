package import Catalog

/// One action of the campaign, as it is said to have happened.
///
/// A *draft* names persons by `Account` and holds personal values in the clear; the vault turns
/// it into the form that is stored, with pseudonyms and commitments. Both have this shape.
package struct Event: Sendable, Hashable {
  package var id: String
  /// Who issues the id: (`source`, `id`) is unique in a ledger for ever.
  package var source: String
  package var type: EventType
  /// What the event is about; none for the type's declared entity.
  package var subject: String?
  /// When it is said to have happened; paper may date it back.
  package var time: Instant
  package var campaign: String?
  package var unit: String?
  /// The account or system that acts; a pseudonym once stored. Systems begin with `system:`.
  package var actor: FieldValue?
  package var provision: String?
  /// Key text of the obligation that the event serves, when it says so.
  package var obligation: String?
  package var causation: String?
  package var correlation: String?
  /// The fields of the type, absent ones left out.
  package var data: [NamedValue]

  package init(
    id: String, source: String, type: EventType, subject: String? = nil, time: Instant,
    campaign: String? = nil, unit: String? = nil, actor: FieldValue? = nil,
    provision: String? = nil, obligation: String? = nil, causation: String? = nil,
    correlation: String? = nil, data: [NamedValue]
  ) {
    self.id = id
    self.source = source
    self.type = type
    self.subject = subject
    self.time = time
    self.campaign = campaign
    self.unit = unit
    self.actor = actor
    self.provision = provision
    self.obligation = obligation
    self.causation = causation
    self.correlation = correlation
    self.data = data
  }

  /// The value of that field, none when it is absent. O(fields).
  package subscript(name: String) -> FieldValue? {
    data.first { $0.name == name }?.value
  }
}

/// An event at its place in the log.
package struct RecordedEvent: Sendable, Hashable {
  package let position: Position
  /// When the ledger took it in; never decreases along the log.
  package let recorded: Instant
  package var event: Event

  package init(position: Position, recorded: Instant, event: Event) {
    self.position = position
    self.recorded = recorded
    self.event = event
  }
}
