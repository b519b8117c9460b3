package import LedgerModel

/// The erasure of one person, noted in a file of its own before the first byte is destroyed and
/// until the log tells of it, so that one that was cut off can be finished.
///
/// Holds no personal value and no key.
package struct Erasure: Hashable, Sendable {
  /// The pseudonym; it stays in the log.
  package let person: String
  /// What the person or their office asked for, as a file number.
  package let request: String
  /// When the erasure began.
  package let time: Instant
  /// Names of the personal fields whose values are destroyed, sorted; the account among them.
  package let fields: [String]
  /// The slot of the key; none if the ledger was restored without it.
  let slot: UInt64?
  /// What the accounts of the person are found by.
  let fingerprints: [[UInt8]]

  /// Keys that the erasure destroys.
  package var keyCount: Int { slot == nil ? 0 : 1 }
}

/// How far an erasure has come, for tests that end the process there.
package enum ErasureStep: String, Hashable, Sendable, CaseIterable {
  /// It is noted; nothing is destroyed.
  case noted
  /// Values and account are deleted, the key is there.
  case deleted
  /// The key is overwritten.
  case keyDestroyed
  /// The bytes that the deletion left behind are overwritten; the log does not tell.
  case scrubbed
  /// The log tells; the note is still there.
  case recorded
}

/// What the vault holds about a person.
package struct HeldPerson: Hashable, Sendable {
  package let person: String
  /// The key was destroyed on request.
  package let isErased: Bool
  /// The ledger was restored without the key: values of before cannot be read.
  package let isKeyLost: Bool
  /// Names of the personal fields that can be read, sorted; the account among them.
  package let fields: [String]
}

extension Erasure {
  private static let format: UInt64 = 1

  /// A deterministic CBOR array: format, person, request, time, fields, slots, fingerprints.
  var encoded: [UInt8] {
    var writer = CBORWriter()
    writer.array(count: 7)
    writer.unsigned(Self.format)
    writer.text(person)
    writer.text(request)
    writer.integer(time.microseconds)
    writer.array(count: fields.count)
    for field in fields { writer.text(field) }
    writer.array(count: slot == nil ? 0 : 1)
    if let slot { writer.unsigned(slot) }
    writer.array(count: fingerprints.count)
    for fingerprint in fingerprints { writer.byteString(fingerprint) }
    return writer.bytes
  }

  init(encoded: [UInt8]) throws(CodecError) {
    var reader = CBORReader(encoded.span)
    guard try reader.count(.array, "an array") == 7,
      try reader.integer() == Int64(Self.format)
    else { throw CodecError(offset: 0, .unsupportedItem) }
    person = try reader.text()
    request = try reader.text()
    time = Instant(microseconds: try reader.integer())
    var fields: [String] = []
    for _ in 0..<(try reader.count(.array, "an array")) { fields.append(try reader.text()) }
    self.fields = fields
    var slot: UInt64?
    for _ in 0..<(try reader.count(.array, "an array")) {
      slot = UInt64(clamping: try reader.integer())
    }
    self.slot = slot
    var fingerprints: [[UInt8]] = []
    for _ in 0..<(try reader.count(.array, "an array")) {
      fingerprints.append(try reader.byteString())
    }
    self.fingerprints = fingerprints
  }
}
