/// Appends little-endian numbers.
package struct ByteWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int = 64) { bytes.reserveCapacity(capacity) }

  /// Begins anew with the room it has.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  package mutating func raw(_ content: [UInt8]) { bytes.append(contentsOf: content) }

  package mutating func raw(_ content: ArraySlice<UInt8>) { bytes.append(contentsOf: content) }

  package mutating func raw(_ content: Span<UInt8>) {
    bytes.append(addingCapacity: content.count) { output in
      for index in content.indices { output.append(content[index]) }
    }
  }

  /// That many bytes of one value.
  package mutating func repeated(_ value: UInt8, count: Int) {
    bytes.append(contentsOf: repeatElement(value, count: count))
  }

  /// The low bytes of a number, the lowest first.
  package mutating func number(_ value: UInt64, width: Int) {
    var rest = value
    for _ in 0..<width {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  package mutating func numbers(_ values: [UInt32]) { numbers(values, width: 4) }

  /// The low `width` bytes of every number.
  package mutating func numbers<Number: FixedWidthInteger>(_ values: [Number], width: Int) {
    bytes.append(addingCapacity: values.count * width) { output in
      for value in values {
        var rest = UInt64(truncatingIfNeeded: value)
        for _ in 0..<width {
          output.append(UInt8(truncatingIfNeeded: rest))
          rest >>= 8
        }
      }
    }
  }

  /// A number of bytes, then the bytes.
  package mutating func sized(_ content: [UInt8]) {
    number(UInt64(content.count), width: 4)
    raw(content)
  }
}
