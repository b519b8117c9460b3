import Text

/// A text as a terminal shows it: every character harmless and of known width.
///
/// Excerpts come from files nobody has vetted, so control characters and the marks that reverse
/// the reading direction are replaced by visible signs: a message must not move the cursor,
/// change colours or show another order than the file has.
struct DisplayCells {
  /// One entry per grapheme cluster.
  let cells: [(text: String, width: Int, byteCount: Int)]

  init(_ text: String) {
    cells = text.map { character in
      let shown = Self.visible(character)
      let width = shown.reduce(0) { $0 + cellWidth($1) }
      return (shown, width, character.utf8.count)
    }
  }

  /// The visible form of one character; nearly always the character itself.
  static func visible(_ character: Character) -> String {
    if character == "\t" { return "  " }
    guard character.unicodeScalars.contains(where: isHarmful) else { return String(character) }
    var shown = ""
    for scalar in character.unicodeScalars {
      guard isHarmful(scalar) else {
        shown.unicodeScalars.append(scalar)
        continue
      }
      let picture = scalar.value < 0x20 ? Unicode.Scalar(0x2400 + scalar.value) : nil
      shown.unicodeScalars.append(picture ?? "\u{FFFD}")
    }
    return shown
  }

  /// Control characters of both ranges, and the direction marks of Unicode's bidirectional
  /// algorithm.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The visible form of a message, line breaks included.
  static func visible(_ text: String) -> String {
    text.reduce(into: "") { $0 += visible($1) }
  }
}
