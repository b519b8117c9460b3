/// A named text with an index of its lines: what every diagnostic points into.
///
/// Serves saved queries, plan files and single rows of an import alike. A row cut out of a large
/// file is a text of its own whose `firstLine` is its line number in that file.
package struct SourceText: Sendable, Hashable {
  /// What a message puts in front of the line number: a path as the user wrote it, or `query`.
  package let name: String
  /// The bytes of the text, valid UTF-8, exactly as they were given (not normalised).
  package let utf8: [UInt8]
  /// The number of the first line, 1 unless the text was cut out of a longer one.
  package let firstLine: Int
  /// Byte offset at which each line starts; never empty.
  let lineStarts: [Int]

  package init(name: String, text: String, firstLine: Int = 1) {
    self.name = name
    self.utf8 = Array(text.utf8)
    self.firstLine = firstLine
    var starts = [0]
    for (offset, byte) in utf8.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    self.lineStarts = starts
  }

  /// The whole text again.
  package var text: String { String(decoding: utf8, as: UTF8.self) }

  /// Covers every byte.
  package var span: SourceSpan { SourceSpan(0, utf8.count) }

  /// The characters of a span; offsets outside the text are cut off. A span that splits a
  /// character yields U+FFFD for the part, it never traps.
  package subscript(span: SourceSpan) -> String {
    let clamped = clamp(span)
    return String(decoding: utf8[clamped.start..<clamped.end], as: UTF8.self)
  }

  func clamp(_ span: SourceSpan) -> SourceSpan {
    let start = min(max(span.start, 0), utf8.count)
    return SourceSpan(start, min(max(span.end, start), utf8.count))
  }
}
