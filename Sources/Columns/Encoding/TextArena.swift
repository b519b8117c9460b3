import LedgerModel

/// Texts of any kind, their bytes one behind the other. A text takes its own bytes and five more; as a
/// value it takes a hundred.
struct TextArena: Sendable {
  private var bytes: [UInt8] = []
  /// Where each text ends in `bytes`.
  private var ends: [UInt32] = []
  private var kinds: [TextColumn.Kind] = []

  var count: Int { ends.count }

  /// Of all texts together.
  var byteCount: Int { bytes.count }

  /// Whether a text of that many bytes still fits.
  func hasRoom(for count: Int) -> Bool { bytes.count + count <= Int(UInt32.max) }

  /// Adds a text, which must be valid UTF-8.
  mutating func append(_ kind: TextColumn.Kind, _ text: Span<UInt8>) {
    bytes.append(text)
    ends.append(UInt32(bytes.count))
    kinds.append(kind)
  }

  /// Adds the texts of another; there must be room for their bytes.
  mutating func append(_ other: TextArena) {
    let start = UInt32(bytes.count)
    bytes += other.bytes
    ends.reserveCapacity(ends.count + other.count)
    for end in other.ends { ends.append(start &+ end) }
    kinds += other.kinds
  }

  func value(at place: Int) -> Value {
    kinds[place].value(String(decoding: bytes[range(of: place)], as: UTF8.self))
  }

  /// Lends the bytes of a text.
  func withText<Result>(
    at place: Int, _ body: (TextColumn.Kind, Span<UInt8>) -> Result
  ) -> Result {
    body(kinds[place], bytes.span.extracting(range(of: place)))
  }

  private func range(of place: Int) -> Range<Int> {
    (place == 0 ? 0 : Int(ends[place &- 1]))..<Int(ends[place])
  }
}
