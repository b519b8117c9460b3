import Foundation

/// The text as loose matching sees it: lower case, without diacritics, with đ as d, one kind of
/// apostrophe, one kind of dash, and single spaces between words.
///
/// Folding twice changes nothing, and NFC and NFD forms fold alike. Icelandic ð is not đ and stays.
/// Words stay apart, so this is the form for slugs, column suffixes and showing; to *compare*
/// names use `searchKey`, which also forgives a space more or less. O(n).
package func fold(_ text: String) -> String {
  folded(text, keepingSpaces: true)
}

/// The folded text without any spaces, so that `Krông A Na` and `Krông Ana` have one key.
///
/// Both sides of the language's `~` and the export's folded columns are this key: a text matches
/// when its key contains the key of the words looked for. Because word boundaries are gone, a match
/// may run from the end of one word into the next. The word "số" is an ordinary word here; see
/// `citationKey` for document numbers. O(n).
package func searchKey(_ text: String) -> String {
  folded(text, keepingSpaces: false)
}

/// The search key of a text that cites documents, without "số" before a number, so that
/// `Nghị quyết số 02-NQ/TW` and `Nghị quyết 02-NQ/TW` are the same citation.
package func citationKey(_ text: String) -> String {
  let words = fold(text).split(separator: " ")
  var kept: [Substring] = []
  for (position, word) in words.enumerated() {
    let next = position + 1 < words.count ? words[position + 1].unicodeScalars.first : nil
    let announcesNumber = next.map { ("0"..."9").contains($0) } ?? false
    if announcesNumber && (word == "so" || word == "so:") { continue }
    kept.append(word)
  }
  return kept.joined()
}

/// The folded text with every run of spaces and punctuation as one `-`, none at the ends.
///
/// The identifier that is derived from a Vietnamese name: `Ea H'leo` gives `ea-h-leo`.
package func slug(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  var separates = false
  for scalar in fold(text).unicodeScalars {
    guard isWordScalar(scalar) else {
      separates = !result.isEmpty
      continue
    }
    if separates { result.append("-") }
    separates = false
    result.append(scalar)
  }
  return String(result)
}

/// Whether one folded text occurs in another; an empty needle occurs everywhere.
///
/// Compares bytes, which is exact for folded text: no marks are left that could attach to a match.
package func foldedContains(haystackFolded haystack: String, needleFolded needle: String) -> Bool {
  let needleBytes = needle.utf8Span.span
  let bytes = haystack.utf8Span.span
  guard needleBytes.count > 0 else { return true }
  guard bytes.count >= needleBytes.count else { return false }
  let first = needleBytes[0]
  for start in 0...(bytes.count - needleBytes.count) where bytes[start] == first {
    var length = 1
    while length < needleBytes.count && bytes[start + length] == needleBytes[length] { length += 1 }
    if length == needleBytes.count { return true }
  }
  return false
}

/// The words of a search folded once, to be held against many texts: the right side of `~`.
package struct LooseMatcher: Sendable {
  private let needle: String

  /// Prepares the search key of `words`; no words at all match every text.
  package init(_ words: String) {
    needle = searchKey(words)
  }

  /// Whether the text contains the words loosely: `text ~ words`.
  package func matches(_ text: String) -> Bool {
    matches(searchKey: searchKey(text))
  }

  /// The same for a text whose search key was stored beforehand.
  package func matches(searchKey key: String) -> Bool {
    foldedContains(haystackFolded: key, needleFolded: needle)
  }
}

private func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII {
    return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
  }
  return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
}

private func folded(_ text: String, keepingSpaces: Bool) -> String {
  let table = FoldTable.shared
  var buffer = FoldBuffer(keepingSpaces: keepingSpaces, capacity: text.utf8.count)
  for scalar in text.unicodeScalars {
    let value = table.value(of: scalar.value)
    if value == FoldTable.unknown {
      return foldedThroughUnicode(text, keepingSpaces: keepingSpaces)
    }
    if value != FoldTable.dropped { buffer.append(UInt32(value)) }
  }
  return buffer.text
}

/// Folds text with scalars outside the table: the same rules, asked of Unicode's data per scalar.
private func foldedThroughUnicode(_ text: String, keepingSpaces: Bool) -> String {
  var lowered = ""
  for scalar in text.unicodeScalars { lowered += scalar.properties.lowercaseMapping }
  let decomposed = lowered.decomposedStringWithCanonicalMapping
  var buffer = FoldBuffer(keepingSpaces: keepingSpaces, capacity: decomposed.utf8.count)
  for scalar in decomposed.unicodeScalars {
    if let kept = foldedScalar(scalar) { buffer.append(kept.value) }
  }
  return buffer.text
}

/// Collects folded scalars as UTF-8, turning runs of spaces into one between words, or none.
private struct FoldBuffer {
  private let keepsSpaces: Bool
  private var bytes: [UInt8] = []
  private var spaceIsDue = false

  init(keepingSpaces: Bool, capacity: Int) {
    keepsSpaces = keepingSpaces
    bytes.reserveCapacity(capacity)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ value: UInt32) {
    if value == 0x20 {
      spaceIsDue = keepsSpaces && !bytes.isEmpty
      return
    }
    if spaceIsDue {
      bytes.append(0x20)
      spaceIsDue = false
    }
    if value < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: value))
    } else if let scalar = Unicode.Scalar(value) {
      bytes.append(contentsOf: scalar.utf8)
    }
  }
}
