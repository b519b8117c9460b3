/// The number of terminal cells a character takes: 0, 1 or 2.
///
/// 0 for controls (tab and line feed too: expand them first), marks and invisible characters that
/// stand alone; 2 for East Asian wide and full-width characters and for emoji; otherwise 1. The
/// ranges are those with `East_Asian_Width` W or F in Unicode 15.
package func cellWidth(_ character: Character) -> Int {
  let scalars = character.unicodeScalars
  guard let first = scalars.first else { return 0 }
  if first.value < 0x300 { return narrowWidth(first, next: scalars.dropFirst().first) }
  if isInvisible(first) { return 0 }
  if first.properties.isEmojiPresentation || isWide(first.value) { return 2 }
  return isShownAsEmoji(scalars) ? 2 : 1
}

/// The number of terminal cells a text on one line takes, grapheme by grapheme. O(n).
package func cellWidth(of text: String) -> Int {
  var width = 0
  for scalar in text.unicodeScalars {
    switch scalar.value {
    // Letters, digits, dashes and quotes that are one grapheme of one cell whatever follows them,
    // unless it is a mark or a selector, which sends the text to the slow way.
    case 0x20..<0x7F, 0xA0..<0x300, 0x1E00..<0x1F00, 0x2010..<0x2028: width += 1
    default: return text.reduce(0) { $0 + cellWidth($1) }
    }
  }
  return width
}

/// Latin text needs no tables: printable scalars take one cell, unless U+FE0F makes an emoji of them.
private func narrowWidth(_ first: Unicode.Scalar, next: Unicode.Scalar?) -> Int {
  if first.value < 0x20 || (0x7F..<0xA0).contains(first.value) { return 0 }
  return next?.value == 0xFE0F && first.properties.isEmoji ? 2 : 1
}

private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  let properties = scalar.properties
  switch properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .control, .format: return true
  default: break
  }
  // Hangul vowels and finals draw into the cell of the initial they follow.
  if (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value) {
    return true
  }
  return properties.isDefaultIgnorableCodePoint
}

/// A symbol that is text by default is drawn as an emoji when U+FE0F follows it.
private func isShownAsEmoji(_ scalars: Character.UnicodeScalarView) -> Bool {
  scalars.dropFirst().contains { $0.value == 0xFE0F }
}

/// Binary search over the sorted ranges.
private func isWide(_ value: UInt32) -> Bool {
  var low = 0
  var high = wideRanges.count
  while low < high {
    let middle = (low + high) / 2
    let range = wideRanges[middle]
    if value < range.lowerBound {
      high = middle
    } else if value > range.upperBound {
      low = middle + 1
    } else {
      return true
    }
  }
  return false
}

/// `East_Asian_Width` W and F outside the emoji, which have a property of their own; gaps of
/// unassigned scalars are closed.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF,
  0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
  0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18D08, 0x1AFF0...0x1B2FB,
  0x1F200...0x1F265, 0x20000...0x3FFFD,
]
