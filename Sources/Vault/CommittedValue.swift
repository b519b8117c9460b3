package import LedgerModel

/// A personal value with the place it belongs to: what a commitment commits to and what the vault
/// keeps as ciphertext, so that an opened value proves itself.
package struct CommittedValue: Hashable, Sendable {
  package let source: String
  package let id: String
  package let field: String
  package let value: FieldValue

  package init(source: String, id: String, field: String, value: FieldValue) {
    self.source = source
    self.id = id
    self.field = field
    self.value = value
  }

  /// The field name under which the vault keeps a person's own account.
  package static let accountField = "account"

  /// The input of the HMAC: a deterministic CBOR array of source, id, field and value.
  package var message: [UInt8] {
    get throws(EventEncodingError) {
      var writer = CBORWriter(capacity: 128)
      writer.array(count: 4)
      writer.text(source)
      writer.text(id)
      writer.text(field)
      try writer.value(value, path: field)
      return writer.bytes
    }
  }

  /// Reads a message back.
  init(message: [UInt8]) throws(CodecError) {
    var reader = CBORReader(message.span)
    guard try reader.count(.array, "an array") == 4 else {
      throw CodecError(offset: 0, .expected("four items"))
    }
    source = try reader.text()
    id = try reader.text()
    field = try reader.text()
    value = try Self.value(&reader)
  }

  /// Texts and lists of them: the types that personal fields have.
  private static func value(_ reader: inout CBORReader) throws(CodecError) -> FieldValue {
    switch try reader.peekMajor() {
    case .text: return .text(try reader.text())
    case .unsigned, .negative: return .integer(try reader.integer())
    case .tag: return .date(try reader.date())
    case .array:
      let count = try reader.count(.array, "an array")
      var values: [FieldValue] = []
      for _ in 0..<count { values.append(.text(try reader.text())) }
      return .list(values)
    default: throw CodecError(offset: reader.offset, .unsupportedItem)
    }
  }
}
