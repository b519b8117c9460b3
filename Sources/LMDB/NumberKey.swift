/// A number as the eight big-endian bytes it is stored under, so that byte order is number order.
package struct NumberKey: Sendable {
  private let bytes: [8 of UInt8]

  package init(_ number: UInt64) {
    var bytes: [8 of UInt8] = .init(repeating: 0)
    for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: number >> (56 - 8 * index)) }
    self.bytes = bytes
  }

  /// The bytes, valid as long as the key.
  package var span: Span<UInt8> {
    @_lifetime(borrow self) borrowing get { bytes.span }
  }
}
