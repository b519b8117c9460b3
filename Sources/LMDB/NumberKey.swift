/// A number as eight big-endian bytes, the form of numeric keys: byte order is number order.
package struct NumberKey: Sendable {
  private let bytes: [8 of UInt8]

  package init(_ number: UInt64) {
    var bytes: [8 of UInt8] = .init(repeating: 0)
    for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: number >> (56 - 8 * index)) }
    self.bytes = bytes
  }

  /// Reads eight big-endian bytes; nil for any other length, and for a value that is not there.
  package init?(_ stored: Span<UInt8>?) {
    guard let stored, stored.count == 8 else { return nil }
    var bytes: [8 of UInt8] = .init(repeating: 0)
    for index in 0..<8 { bytes[index] = stored[index] }
    self.bytes = bytes
  }

  /// The number that the bytes stand for.
  package var number: UInt64 {
    bytes.indices.reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
  }

  /// The bytes, valid as long as the key.
  package var span: Span<UInt8> {
    @_lifetime(borrow self) borrowing get { bytes.span }
  }
}
