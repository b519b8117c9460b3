/// The type of a field in an event's `data`.
package indirect enum FieldType: Sendable, Hashable {
  case text
  case integer(CountKind?)
  case decimal
  case bool
  /// An instant, RFC 3339 with an offset in JSON, microseconds UTC inside.
  case instant
  /// A civil day, `2021-08-05` in JSON; day-first forms only in plan files and mapped CSV.
  case date
  /// An exact length, ISO 8601 (`PT20M`) in JSON, microseconds inside.
  case duration
  /// A position in the log.
  case position
  /// One of a closed list of words.
  case choice([String])
  /// The identifier of something that must already be known.
  case reference(EntityKind)
  /// The identifier that this event introduces.
  case declares(EntityKind)
  case list(FieldType)
  case record([FieldSpec])
  /// Named values of one type, as the figures of a report.
  case map(FieldType)
  /// Any JSON value, kept as it is (the patch of a correction).
  case any
}

/// How a field is kept when it says something about a person.
package enum Privacy: String, Sendable, Hashable {
  /// Kept in the log as it is.
  case open
  /// The log holds a commitment, the vault the value, under the person's own key.
  case personal
  /// The log holds a hash under the ledger's key: equal values stay recognisable, nothing else.
  case hashed
}

/// One declared field of an event type or of a nested record.
package struct FieldSpec: Sendable, Hashable {
  /// The integer key in the stored form: never reused, never changed.
  package let number: UInt64
  /// snake_case, the same in JSON, CSV mappings and the language.
  package let name: String
  package let type: FieldType
  package let isRequired: Bool
  package let privacy: Privacy
  /// One line for schemas and `kiem types`.
  package let summary: String

  package init(
    _ number: UInt64, _ name: String, _ type: FieldType, isRequired: Bool,
    privacy: Privacy = .open, summary: String = ""
  ) {
    self.number = number
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.privacy = privacy
    self.summary = summary
  }
}

/// A field that every event of the type must have.
package func required(
  _ number: UInt64, _ name: String, _ type: FieldType, _ summary: String = "",
  privacy: Privacy = .open
) -> FieldSpec {
  FieldSpec(number, name, type, isRequired: true, privacy: privacy, summary: summary)
}

/// A field that may be left out; absent reads as `none`.
package func optional(
  _ number: UInt64, _ name: String, _ type: FieldType, _ summary: String = "",
  privacy: Privacy = .open
) -> FieldSpec {
  FieldSpec(number, name, type, isRequired: false, privacy: privacy, summary: summary)
}
