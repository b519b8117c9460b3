/// Why stored bytes cannot be read, and where.
package struct CodecError: Error, Sendable, Hashable {
  /// Bytes from the start of the record.
  package let offset: Int
  package let reason: Reason

  package enum Reason: Sendable, Hashable {
    /// The record ends inside an item.
    case truncated
    /// Bytes follow the end of the record.
    case trailingBytes
    /// A length or number is written longer than needed, or of indefinite length.
    case notShortest
    /// Keys are not strictly ascending: out of order, or one occurs twice.
    case keysNotAscending
    case invalidUTF8
    /// Items are nested deeper than `EventCodec.maximumDepth`.
    case tooDeep
    /// An item of another kind stands where this one must be.
    case expected(String)
    /// The number does not fit the type of the field.
    case outOfRange
    /// A tag or simple value that the format does not use.
    case unsupportedItem
    /// A required key of the outer map is not there.
    case missingKey(UInt64)
    /// A key that the outer map does not have.
    case unknownKey(UInt64)
    /// The record is longer than `EventCodec.maximumByteCount`.
    case tooLarge
    /// The record is sound, but its type is newer than this program.
    case unknownType(String)
  }

  package init(offset: Int, _ reason: Reason) {
    self.offset = offset
    self.reason = reason
  }
}

extension CodecError: CustomStringConvertible {
  /// One line without a final stop; never shows stored values.
  package var description: String { "at byte \(offset): \(reason)" }
}

extension CodecError.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated: "the record ends inside an item"
    case .trailingBytes: "bytes follow the end of the record"
    case .notShortest: "a number or length is not in its shortest form"
    case .keysNotAscending: "keys are out of order or repeated"
    case .invalidUTF8: "a text is not valid UTF-8"
    case .tooDeep: "values are nested deeper than \(EventCodec.maximumDepth)"
    case .expected(let what): "expected \(what)"
    case .outOfRange: "a number does not fit its field"
    case .unsupportedItem: "a tag or simple value that records do not use"
    case .missingKey(let key): "key \(key) of the envelope is missing"
    case .unknownKey(let key): "the envelope has no key \(key)"
    case .tooLarge: "the record is longer than \(EventCodec.maximumByteCount) bytes"
    case .unknownType(let identifier): "the type '\(identifier)' is not known here"
    }
  }
}

/// Why an event cannot be stored as it is. Each is a mistake of the caller: events pass
/// `EventValidator` and the vault first.
package enum EventEncodingError: Error, Sendable, Hashable {
  /// A person is still named by an external account instead of a pseudonym.
  case unresolvedAccount(field: String)
  /// A personal value would enter the log in the clear.
  case personalValueInClear(field: String)
  /// The value is not of the field's type.
  case wrongType(field: String)
  case unknownField(String)
  case repeatedField(String)
  case tooDeep(field: String)
  /// The type is not one of the catalogue's.
  case unknownType(String)
  /// `recorded` lies before 1970.
  case recordedBeforeEpoch
  case tooLarge(byteCount: Int)
}
