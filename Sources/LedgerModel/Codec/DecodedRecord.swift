/// A stored record as far as this program understands it.
package enum DecodedRecord: Sendable, Hashable {
  /// A type of the catalogue. Fields that a newer version of the type added are named by their
  /// number, as `#12`, and keep their value.
  case event(recorded: Instant, Event)
  /// A type that this catalogue does not have.
  case unknown(UnknownRecord)
}

/// An event of a type that a newer program wrote: everything is there but the names of the
/// fields, which are `#` and the number.
package struct UnknownRecord: Sendable, Hashable {
  package let recorded: Instant
  package let type: String
  package let envelope: Envelope
  /// A record of fields `#1`, `#2` …; instants and durations appear as integers.
  package let data: FieldValue

  /// The attributes that every stored event has.
  package struct Envelope: Sendable, Hashable {
    package var id = ""
    package var source = ""
    package var subject: String?
    package var time = Instant(microseconds: 0)
    package var campaign: String?
    package var unit: String?
    package var actor: String?
    package var provision: String?
    package var obligation: String?
    package var causation: String?
    package var correlation: String?
  }
}
