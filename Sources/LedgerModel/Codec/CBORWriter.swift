/// Writes deterministic CBOR (RFC 8949 §4.2.1): shortest heads, definite lengths.
///
/// Map keys are written in the order of the calls; the caller sorts them.
package struct CBORWriter: Sendable {
  package private(set) var bytes: [UInt8]

  package init(capacity: Int = 320) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// The initial byte of an item and its argument, as short as it goes.
  package mutating func head(_ major: CBORMajor, _ argument: UInt64) {
    let type = major.rawValue << 5
    switch argument {
    case 0..<24:
      bytes.append(type | UInt8(truncatingIfNeeded: argument))
    case 24...0xFF:
      bytes.append(type | 24)
      bytes.append(UInt8(truncatingIfNeeded: argument))
    case 0x100...0xFFFF:
      bytes.append(type | 25)
      bigEndian(argument, byteCount: 2)
    case 0x1_0000...0xFFFF_FFFF:
      bytes.append(type | 26)
      bigEndian(argument, byteCount: 4)
    default:
      bytes.append(type | 27)
      bigEndian(argument, byteCount: 8)
    }
  }

  /// An unsigned integer that always takes nine bytes, so that it can be overwritten in place.
  mutating func fixedWidth(_ value: UInt64) {
    bytes.append(CBORMajor.unsigned.rawValue << 5 | 27)
    bigEndian(value, byteCount: 8)
  }

  /// Bytes that are already CBOR, or the content of an item whose head is written.
  package mutating func raw(_ content: [UInt8]) { bytes.append(contentsOf: content) }

  /// The same.
  package mutating func raw(_ content: Span<UInt8>) {
    bytes.append(content)
  }

  private mutating func bigEndian(_ value: UInt64, byteCount: Int) {
    var shift = UInt64(byteCount &* 8)
    while shift > 0 {
      shift &-= 8
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  package mutating func unsigned(_ value: UInt64) { head(.unsigned, value) }

  package mutating func integer(_ value: Int64) {
    if value >= 0 {
      head(.unsigned, UInt64(bitPattern: value))
    } else {
      head(.negative, UInt64(bitPattern: ~value))
    }
  }

  package mutating func text(_ value: String) {
    head(.text, UInt64(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  package mutating func byteString(_ value: [UInt8]) {
    head(.bytes, UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  package mutating func array(count: Int) { head(.array, UInt64(count)) }

  package mutating func map(count: Int) { head(.map, UInt64(count)) }

  package mutating func bool(_ value: Bool) { head(.simple, value ? 21 : 20) }

  package mutating func null() { head(.simple, 22) }

  /// Tag 4 (RFC 8949 §3.4.4): the exponent of ten, then the digits as written.
  package mutating func decimal(_ value: ExactDecimal) {
    head(.tag, 4)
    array(count: 2)
    integer(-Int64(value.scale))
    integer(value.mantissa)
  }

  /// Tag 100 (RFC 8943): days since 1970-01-01.
  package mutating func date(_ value: Day) {
    head(.tag, 100)
    integer(Int64(value.number))
  }
}

/// The major types of CBOR.
package enum CBORMajor: UInt8, Sendable {
  case unsigned, negative, bytes, text, array, map, tag, simple
}
