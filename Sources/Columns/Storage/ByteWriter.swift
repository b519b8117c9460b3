import LedgerModel

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
    bytes.append(content)
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
  package mutating func numbers<Number: FixedWidthInteger & BitwiseCopyable>(
    _ values: [Number], width: Int
  ) {
    // Of the full width the loop below would be a copy, and a slow one.
    if width == MemoryLayout<Number>.size { return copy(values) }
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

  private mutating func copy<Number: FixedWidthInteger & BitwiseCopyable>(_ values: [Number]) {
    let (start, width) = (bytes.count, MemoryLayout<Number>.size)
    bytes.append(contentsOf: repeatElement(0, count: values.count * width))
    var content = bytes.mutableSpan
    // Whole numbers have no byte that is not theirs, and no byte is read.
    var target = unsafe content.mutableBytes
    for index in values.indices {
      let place = start &+ index &* width
      target.storeBytes(of: values[index].littleEndian, toByteOffset: place, as: Number.self)
    }
  }

  /// A text as `ValueCoding` writes it, with its length in front.
  mutating func sized(_ text: Span<UInt8>, _ kind: TextColumn.Kind) {
    let head = ValueCoding.head(kind, byteCount: text.count)
    let count = UInt32(truncatingIfNeeded: head.count &+ text.count)
    bytes.append(addingCapacity: 4 &+ Int(count)) { output in
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        output.append(UInt8(truncatingIfNeeded: count >> shift))
      }
      for index in 0..<head.count { output.append(head.span[index]) }
      for index in text.indices { output.append(text[index]) }
    }
  }

  /// A value as `ValueCoding` writes it, with its length in front.
  mutating func sized(_ value: Value) {
    switch value {
    case .string(let text): sized(text.utf8Span.span, .string)
    case .symbol(let text): sized(text.utf8Span.span, .symbol)
    case .entity(let text): sized(text.utf8Span.span, .entity)
    default: sized(ValueCoding.bytes(value))
    }
  }

  /// A number of bytes, then the bytes.
  package mutating func sized(_ content: Span<UInt8>) {
    number(UInt64(content.count), width: 4)
    raw(content)
  }

  /// The same.
  package mutating func sized(_ content: [UInt8]) {
    number(UInt64(content.count), width: 4)
    raw(content)
  }
}
