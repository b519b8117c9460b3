package import Catalog

/// One action of the campaign, as it is said to have happened.
///
/// A *draft* names persons by `Account` and holds personal values in the clear; the vault turns
/// it into the form that is stored, with pseudonyms and commitments. Both have this shape.
///
/// What it says lies in one object, so that events are handed on and kept at the price of a number.
/// Whoever changes more than one thing changes `attributes` and makes an event of them.
package struct Event: Sendable {
  private var content: Content

  private final class Content: Sendable {
    let attributes: Attributes

    init(_ attributes: Attributes) { self.attributes = attributes }
  }

  package init(_ attributes: Attributes) { content = Content(attributes) }

  package init(
    id: String, source: String, type: EventType, subject: String? = nil, time: Instant,
    campaign: String? = nil, unit: String? = nil, actor: FieldValue? = nil,
    provision: String? = nil, obligation: String? = nil, causation: String? = nil,
    correlation: String? = nil, data: [NamedValue]
  ) {
    self.init(
      Attributes(
        id: id, source: source, type: type, subject: subject, time: time, campaign: campaign,
        unit: unit, actor: actor, provision: provision, obligation: obligation,
        causation: causation, correlation: correlation, data: data))
  }

  /// Everything that the event says. Setting it costs a copy, as setting one of them does.
  package var attributes: Attributes {
    get { content.attributes }
    set { content = Content(newValue) }
  }

  /// The value of that field, none when it is absent. O(fields).
  package subscript(name: String) -> FieldValue? {
    for field in content.attributes.data where field.name == name { return field.value }
    return nil
  }
}

extension Event: Hashable {
  package static func == (left: Event, right: Event) -> Bool {
    left.content === right.content || left.attributes == right.attributes
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(attributes) }
}

extension Event {
  /// What an event says.
  package struct Attributes: Sendable, Hashable {
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
  }
}

// MARK: - One by one

extension Event {
  package var id: String {
    get { content.attributes.id }
    set { attributes.id = newValue }
  }

  package var source: String {
    get { content.attributes.source }
    set { attributes.source = newValue }
  }

  package var type: EventType {
    get { content.attributes.type }
    set { attributes.type = newValue }
  }

  package var subject: String? {
    get { content.attributes.subject }
    set { attributes.subject = newValue }
  }

  package var time: Instant {
    get { content.attributes.time }
    set { attributes.time = newValue }
  }

  package var campaign: String? {
    get { content.attributes.campaign }
    set { attributes.campaign = newValue }
  }

  package var unit: String? {
    get { content.attributes.unit }
    set { attributes.unit = newValue }
  }

  package var actor: FieldValue? {
    get { content.attributes.actor }
    set { attributes.actor = newValue }
  }

  package var provision: String? {
    get { content.attributes.provision }
    set { attributes.provision = newValue }
  }

  package var obligation: String? {
    get { content.attributes.obligation }
    set { attributes.obligation = newValue }
  }

  package var causation: String? {
    get { content.attributes.causation }
    set { attributes.causation = newValue }
  }

  package var correlation: String? {
    get { content.attributes.correlation }
    set { attributes.correlation = newValue }
  }

  package var data: [NamedValue] {
    get { content.attributes.data }
    set { attributes.data = newValue }
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
