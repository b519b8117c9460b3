/// A place as a person counts it: lines and characters from 1.
package struct SourceLocation: Sendable, Hashable {
  package let line: Int
  /// Counted in characters (grapheme clusters), so that an editor and a reader agree on it in
  /// Vietnamese text, composed or not.
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

extension SourceText {
  /// The place of a byte offset; an offset inside a character counts as that character, one
  /// past the end as the place after the last character. O(log lines + length of the line).
  package func location(of offset: Int) -> SourceLocation {
    let bounded = min(max(offset, 0), utf8.count)
    let index = lineIndex(of: bounded)
    var column = 1
    var position = lineStarts[index]
    for character in self[contentSpan(ofLineAt: index)] {
      position += character.utf8.count
      if position > bounded { break }
      column += 1
    }
    return SourceLocation(line: firstLine + index, column: column)
  }

  /// Zero-based index of the line that holds `offset`. O(log lines).
  func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a line without its line break.
  func contentSpan(ofLineAt index: Int) -> SourceSpan {
    let start = lineStarts[index]
    var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : utf8.count
    if end > start, end < utf8.count, utf8[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return SourceSpan(start, end)
  }
}

extension SourceText {
  /// Offsets at which lines start inside a span; the first is the start of the span itself.
  package func lineStartOffsets(in span: SourceSpan) -> [Int] {
    [span.start] + lineStarts.filter { $0 > span.start && $0 < span.end }
  }
}
