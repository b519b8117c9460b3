/// A half-open range of UTF-8 byte offsets into one `SourceText`.
///
/// Offsets and not string indices, because they stay valid when the text is stored, sent as JSON
/// or spliced; the empty span marks a place between two characters.
package struct SourceSpan: Sendable, Hashable {
  package let start: Int
  package let end: Int

  /// Orders the two offsets, so that a span is never negative.
  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = max(start, end)
  }

  /// The empty span before the byte at `offset`.
  package init(at offset: Int) {
    self.init(offset, offset)
  }

  /// The number of UTF-8 bytes covered.
  package var byteCount: Int { end - start }

  package var isEmpty: Bool { start == end }

  /// The smallest span that covers both.
  package func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(min(start, other.start), max(end, other.end))
  }

  /// True when the byte at `offset` lies inside; the end does not.
  package func contains(_ offset: Int) -> Bool {
    start <= offset && offset < end
  }
}
