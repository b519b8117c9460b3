/// The stored form of an event: deterministic CBOR (RFC 8949 §4.2.1), one map.
///
/// This format is kept for as long as ledgers are read. Every record is self-contained: a generic
/// CBOR tool shows all of it; the catalogue gives names to the numbers inside `data`.
///
/// | key | name        | item                                                                 |
/// |-----|-------------|----------------------------------------------------------------------|
/// | 0   | recorded    | unsigned, µs since 1970 UTC; always `1b` and eight bytes, at offset 2 |
/// | 1   | id          | text                                                                 |
/// | 2   | source      | text                                                                 |
/// | 3   | type        | text, as `vn.congdoan.report.submitted.v1`                           |
/// | 4   | subject     | text                                                                 |
/// | 5   | time        | integer, µs since 1970 UTC                                           |
/// | 6   | campaign    | text                                                                 |
/// | 7   | orgunit     | text                                                                 |
/// | 8   | actor       | text: a pseudonym, or `system:…`                                     |
/// | 9   | provision   | text                                                                 |
/// | 10  | obligation  | text                                                                 |
/// | 11  | causation   | text                                                                 |
/// | 12  | correlation | text                                                                 |
/// | 13  | data        | map from the catalogue's field numbers to values                     |
///
/// Keys 0, 1, 2, 3, 5 and 13 are always there, the others when they have a value. The map has at
/// most 23 pairs, so it opens with one byte and key 0 is the byte behind it. Eight bytes are the
/// shortest form of every `recorded` later than 72 minutes into 1970.
///
/// | field type                          | item                                                |
/// |-------------------------------------|-----------------------------------------------------|
/// | text, choice, reference, identifier | text in normalisation form C                        |
/// | integer                             | integer                                             |
/// | decimal                             | tag 4: array of exponent (−18…0) and mantissa; the zeros written are kept |
/// | bool                                | `f4`, `f5`                                          |
/// | instant                             | integer, µs since 1970 UTC, like `time`             |
/// | date                                | tag 100 (RFC 8943): days since 1970-01-01           |
/// | duration                            | integer, µs                                         |
/// | position                            | unsigned                                            |
/// | list                                | array                                               |
/// | record                              | map with the catalogue's field numbers as keys      |
/// | map                                 | map with text keys, sorted as RFC 8949 §4.2.1 asks: shorter first, then bytewise |
/// | any                                 | null, bool, integer, decimal, text, array, or map with text keys |
/// | personal or hashed                  | byte string of 32 bytes in place of the value       |
///
/// Instants and durations carry no tag: the tags that exist for them (RFC 9581) cost a map each,
/// and the first two keys a reader meets, `recorded` and `time`, show the unit.
///
/// Fields without a value are left out. A record whose type or some of whose fields are newer
/// than this program is still read; see `DecodedRecord`.
package enum EventCodec {
  /// The longest stored event.
  package static let maximumByteCount = 65_535
  /// How deep lists, records and maps may be nested inside a field.
  package static let maximumDepth = 16
  /// Where the eight bytes of `recorded` start.
  package static let recordedOffset = 3
  static let recordedEnd = 11

  enum Key {
    static let recorded: UInt64 = 0
    static let id: UInt64 = 1
    static let source: UInt64 = 2
    static let type: UInt64 = 3
    static let subject: UInt64 = 4
    static let time: UInt64 = 5
    static let campaign: UInt64 = 6
    static let unit: UInt64 = 7
    static let actor: UInt64 = 8
    static let provision: UInt64 = 9
    static let obligation: UInt64 = 10
    static let causation: UInt64 = 11
    static let correlation: UInt64 = 12
    static let data: UInt64 = 13
  }

  /// Overwrites `recorded` in an encoded event; everything else stays as it is.
  package static func stampRecorded(_ recorded: Instant, in bytes: inout [UInt8]) {
    precondition(bytes.count > recordedEnd, "only a record made by encode can be stamped")
    precondition(recorded.microseconds >= 0, "a ledger records nothing before 1970")
    var value = UInt64(bitPattern: recorded.microseconds)
    for index in stride(from: recordedEnd - 1, through: recordedOffset, by: -1) {
      bytes[index] = UInt8(truncatingIfNeeded: value)
      value >>= 8
    }
  }

  /// True when two records say the same, whenever each was recorded.
  package static func sameContent(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
    guard first.count == second.count else { return false }
    for index in first.indices where first[index] != second[index] {
      guard (recordedOffset..<recordedEnd).contains(index) else { return false }
    }
    return true
  }

  /// True when two records say the same, whenever each was recorded.
  package static func sameContent(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    sameContent(first.span, second.span)
  }
}
