import Diagnostics

/// White space and comments.
extension Lexer {
  /// The end of the white space and comments from `start`, and whether a line break was among
  /// them. Without `acrossLines` it stops in front of the first one.
  func scanTrivia(from start: Int, acrossLines: Bool) -> (end: Int, sawLineBreak: Bool) {
    var position = start
    var sawLineBreak = false
    while position < end {
      let current = byte(position)
      if current == Self.lineFeed {
        guard acrossLines else { break }
        sawLineBreak = true
        position += 1
      } else if current == UInt8(ascii: "-"), byte(position + 1) == UInt8(ascii: "-") {
        position = endOfLine(from: position)
      } else if current == 0x20 || (0x09...0x0D).contains(current) {
        position += 1
      } else if current >= 0x80, let byteCount = widthOfBlank(at: position) {
        position += byteCount
      } else {
        break
      }
    }
    return (position, sawLineBreak)
  }

  /// The offset of the next line feed, or the end.
  func endOfLine(from start: Int) -> Int {
    var position = start
    while position < end, byte(position) != Self.lineFeed { position += 1 }
    return position
  }

  /// Blanks that come along when text is pasted: no-break and other wide spaces, and the
  /// invisible byte order mark, zero-width space and zero-width joiners.
  private func widthOfBlank(at position: Int) -> Int? {
    let (scalar, byteCount) = scalar(at: position)
    let isInvisible = scalar.value == 0xFEFF || (0x200B...0x200D).contains(scalar.value)
    return isInvisible || scalar.properties.isWhitespace ? byteCount : nil
  }
}
