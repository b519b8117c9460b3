/// One row cut out of a file, not yet understood.
package struct RawRow: Sendable, Hashable {
  /// Line in the file where it starts, from 1.
  package let line: Int
  /// The bytes of the row without what separates it from the next; empty when it is oversized.
  package let bytes: [UInt8]
  package let flaw: Flaw?

  /// What is wrong with a row before it is read.
  package enum Flaw: Sendable, Hashable {
    /// Longer than `RawRow.maximumByteCount`; its bytes are not kept.
    case oversized
    /// The file ends inside it.
    case cutOff
  }

  /// No event is that long: 65,535 bytes stored, each at most six in JSON, and room for spaces.
  package static let maximumByteCount = 1 << 20

  package init(line: Int, bytes: [UInt8], flaw: Flaw? = nil) {
    self.line = line
    self.bytes = bytes
    self.flaw = flaw
  }
}

/// Cuts a file into rows.
protocol RowFramer: Sendable {
  /// The next row, none at the end of the file. Takes from the input what the row needs, so that
  /// the input's offset is the place to continue from.
  mutating func next(_ input: inout ChunkedInput) throws(ImportError) -> RawRow?
}
