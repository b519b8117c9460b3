/// Appends little-endian numbers.
package struct ByteWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int = 64) { bytes.reserveCapacity(capacity) }

  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  package mutating func raw(_ content: [UInt8]) { bytes.append(contentsOf: content) }

  /// The low bytes of a number, the lowest first.
  package mutating func number(_ value: UInt64, width: Int) {
    var rest = value
    for _ in 0..<width {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  package mutating func numbers(_ values: [UInt32]) {
    bytes.reserveCapacity(bytes.count + values.count * 4)
    for value in values {
      bytes.append(UInt8(truncatingIfNeeded: value))
      bytes.append(UInt8(truncatingIfNeeded: value >> 8))
      bytes.append(UInt8(truncatingIfNeeded: value >> 16))
      bytes.append(UInt8(truncatingIfNeeded: value >> 24))
    }
  }

  /// A number of bytes, then the bytes.
  package mutating func sized(_ content: [UInt8]) {
    number(UInt64(content.count), width: 4)
    raw(content)
  }
}
