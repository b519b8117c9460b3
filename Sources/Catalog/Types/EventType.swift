/// Which envelope attributes an event type cannot do without.
package enum EnvelopeField: String, Sendable, Hashable, CaseIterable {
  case campaign, orgunit, provision, obligation, actor
}

/// A rule checked inside the write transaction against the newest state of the ledger.
///
/// References (`FieldType.reference`) and declared identifiers are checked for every event and
/// need no entry here.
package enum EventRule: Sendable, Hashable {
  /// The envelope's unit, and units in the named fields, must have been open at the event's time.
  case unitOpenAtTime([String])
  /// The second field must lie after the first.
  case intervalOrder(start: String, end: String)
  /// A report's version must be one more than the last known version of that report.
  case versionFollows
  /// The version named must exist.
  case versionExists
  /// The field names an event by position or by source and id.
  case namesEvent
  /// Nothing but corrections and voids may refer to what the target event declared.
  case targetNotReferredTo
  /// The new due day may not lie before the day in force.
  case laterDue
  /// The patch must be valid for the target's type.
  case patchFitsTarget
  /// At least one of these fields must be present.
  case oneOf([String])
  /// Only these may be declared again; the later declaration replaces the earlier.
  case mayReplace(EntityKind)
  /// The first event about an entity that nothing else declares (a thread, an attempt) declares it.
  case declaresOnFirstUse(EntityKind)
}

/// One declared type of event; one object per type, compared by identity because every event
/// carries it.
package final class EventType: Sendable {
  /// The row of the domain's table that it comes from; groups related types.
  package let row: Int
  /// `area.noun.verb`, lower case, without prefix and version.
  package let name: String
  package let version: Int
  /// The CloudEvents `type`, as `vn.congdoan.report.submitted.v1`.
  package let identifier: String
  package let summary: String
  package let envelope: Set<EnvelopeField>
  package let fields: [FieldSpec]
  /// The fields that every type may carry and the type's own, in the order of their numbers.
  package let allFields: [FieldSpec]
  package let rules: [EventRule]

  package init(
    _ row: Int, _ name: String, _ summary: String, version: Int = 1,
    needs envelope: Set<EnvelopeField> = [.campaign], fields: [FieldSpec],
    rules: [EventRule] = []
  ) {
    self.row = row
    self.name = name
    self.version = version
    identifier = "\(EventType.prefix)\(name).v\(version)"
    self.summary = summary
    self.envelope = envelope
    self.fields = fields
    allFields = (EventType.commonFields + fields).sorted { $0.number < $1.number }
    self.rules = rules
  }

  /// The case of `kind` in the language, as `report_submitted`.
  package var kind: String { String(name.map { $0 == "." ? "_" : $0 }) }

  package static let prefix = "vn.congdoan."

  /// Fields that every type may carry in `data`, numbered below those of the types.
  package static let commonFields: [FieldSpec] = [
    optional(
      0, "evidence",
      .list(
        .record([
          required(1, "sha256", .text, "hex digest of the file"),
          optional(2, "media_type", .text, "as image/jpeg"),
          optional(3, "uri", .text, "where the file is kept"),
        ])), "attachments that prove the event")
  ]

  /// The field of that name, own or common; none when the type does not have it.
  package func field(named name: String) -> FieldSpec? {
    fields.first { $0.name == name } ?? EventType.commonFields.first { $0.name == name }
  }

  /// The field stored under that integer key.
  package func field(numbered number: UInt64) -> FieldSpec? {
    fields.first { $0.number == number } ?? EventType.commonFields.first { $0.number == number }
  }
}

extension EventType: Hashable {
  package static func == (left: EventType, right: EventType) -> Bool { left === right }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
