/// Reads what `ByteWriter` wrote. Never traps: bytes that are missing are `ColumnDamage`.
package struct ByteReader: ~Escapable {
  private let bytes: Span<UInt8>
  package private(set) var offset = 0

  @_lifetime(copy bytes)
  package init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  package var isAtEnd: Bool { offset == bytes.count }

  private mutating func take(_ count: Int) throws(ColumnDamage) -> Int {
    guard count >= 0, count <= bytes.count - offset else {
      throw ColumnDamage("bytes are missing")
    }
    defer { offset += count }
    return offset
  }

  package mutating func byte() throws(ColumnDamage) -> UInt8 { bytes[try take(1)] }

  package mutating func number(width: Int) throws(ColumnDamage) -> UInt64 {
    let start = try take(width)
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(bytes[start + index]) << UInt64(8 * index) }
    return value
  }

  /// A count that the bytes left can hold, one element a byte at least.
  package mutating func count() throws(ColumnDamage) -> Int { Int(try number(width: 4)) }

  package mutating func raw(_ count: Int) throws(ColumnDamage) -> [UInt8] {
    let start = try take(count)
    return [UInt8](capacity: count) { output in
      for index in start..<(start + count) { output.append(bytes[index]) }
    }
  }

  package mutating func sized() throws(ColumnDamage) -> [UInt8] { try raw(try count()) }

  package mutating func shorts(_ count: Int) throws(ColumnDamage) -> [UInt16] {
    let start = try take(count * 2)
    return [UInt16](capacity: count) { output in
      for index in 0..<count {
        let place = start &+ index &* 2
        output.append(UInt16(bytes[place]) | UInt16(bytes[place &+ 1]) << 8)
      }
    }
  }

  package mutating func words(_ count: Int) throws(ColumnDamage) -> [UInt32] {
    let start = try take(count * 4)
    return [UInt32](capacity: count) { output in
      for index in 0..<count {
        let place = start &+ index &* 4
        output.append(
          UInt32(bytes[place]) | UInt32(bytes[place &+ 1]) << 8
            | UInt32(bytes[place &+ 2]) << 16 | UInt32(bytes[place &+ 3]) << 24)
      }
    }
  }

  /// Distances of that width from `base` in steps of `step`.
  mutating func distances(
    _ count: Int, width: Int, base: Int64, step: Int64
  ) throws(ColumnDamage) -> [Int64] {
    let start = try take(count * width)
    return [Int64](capacity: count) { output in
      for index in 0..<count {
        let place = start &+ index &* width
        var value: UInt64 = 0
        for byte in 0..<width {
          value |= UInt64(bytes[place &+ byte]) << UInt64(truncatingIfNeeded: 8 &* byte)
        }
        output.append(base &+ Int64(bitPattern: value) &* step)
      }
    }
  }
}
