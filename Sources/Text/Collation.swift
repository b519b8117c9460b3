import Foundation

/// A binary key whose byte order is the Vietnamese order of the texts.
///
/// Three levels, the later ones decide only between texts that are equal on all earlier ones:
/// letters (a ă â b c d đ e ê …, spaces and punctuation before digits before letters), then tones
/// (none, huyền, hỏi, ngã, sắc, nặng), then case (lower first). Digits are compared one by one, so
/// `CĐCS 10` precedes `CĐCS 2`. NFC and NFD have the same key. Keys contain no zero byte and are
/// at most four bytes a scalar and level; where a store bounds its keys, cut them and keep the
/// text beside. O(n).
package func sortKey(_ text: String) -> [UInt8] {
  let levels = CollationLevels(text)
  let tones = CollationLevels.trimmed(levels.secondary)
  let cases = CollationLevels.trimmed(levels.tertiary)
  var key = levels.primary
  key.reserveCapacity(key.count + tones.count + cases.count + 2)
  guard !tones.isEmpty || !cases.isEmpty else { return key }
  key.append(CollationTable.separator)
  key += tones
  guard !cases.isEmpty else { return key }
  key.append(CollationTable.separator)
  return key + cases
}

/// The order of persons in Vietnamese lists: by the last word, which is the given name, with its
/// tones, then by the words before it; case comes last.
///
/// Names without that pattern (Y Bhiu, H'Nga) have no agreed order and follow the same rule.
package func personSortKey(_ name: String) -> [UInt8] {
  let words = name.split(whereSeparator: \.isWhitespace)
  let given = CollationLevels(String(words.last ?? ""))
  let others = CollationLevels(words.dropLast().joined(separator: " "))
  let parts: [ArraySlice<UInt8>] = [
    given.primary[...], CollationLevels.trimmed(given.secondary),
    others.primary[...], CollationLevels.trimmed(others.secondary),
    CollationLevels.trimmed(given.tertiary), CollationLevels.trimmed(others.tertiary),
  ]
  return Array(parts.joined(separator: [CollationTable.separator]))
}

/// A text with its place in the Vietnamese order; texts of equal place follow their bytes, so the
/// order is total over distinct texts.
package struct CollationKey: Comparable, Hashable, Sendable {
  package let text: String
  private let bytes: [UInt8]

  /// Computes the key once, for sorting many times.
  package init(_ text: String) {
    self.text = text
    bytes = sortKey(text)
  }

  package static func < (left: CollationKey, right: CollationKey) -> Bool {
    if left.bytes == right.bytes {
      return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
    return left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  package static func == (left: CollationKey, right: CollationKey) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}

/// The three levels of a text before they are put behind each other.
struct CollationLevels {
  private(set) var primary: [UInt8] = []
  private(set) var secondary: [UInt8] = []
  private(set) var tertiary: [UInt8] = []

  init(_ text: String) {
    if !appendSimple(text) { self = CollationLevels(decomposing: text) }
  }

  /// Appends a text of single, composed scalars; false, with part of it appended, for any other.
  private mutating func appendSimple(_ text: String) -> Bool {
    let simple = SimpleWeights.shared
    let byteCount = text.utf8.count
    primary.reserveCapacity(byteCount)
    secondary.reserveCapacity(byteCount)
    tertiary.reserveCapacity(byteCount)
    for scalar in text.unicodeScalars {
      guard let weights = simple[scalar] else { return false }
      if weights.primary != 0 { append(weights) }
    }
    return true
  }

  /// The general way, through normal form D, for text of any scalars.
  init(decomposing text: String) {
    let table = CollationTable.shared
    let scalars = Array(text.decomposedStringWithCanonicalMapping.unicodeScalars)
    var start = 0
    while start < scalars.count {
      var end = start + 1
      while end < scalars.count && isCombining(scalars[end]) { end += 1 }
      append(scalars[start..<end], using: table)
      start = end
    }
  }

  /// Weights at the end of a level that every text has say nothing; without them keys are short.
  static func trimmed(_ weights: [UInt8]) -> ArraySlice<UInt8> {
    let end = weights.lastIndex { $0 != CollationTable.common }
    return weights[..<(end.map { $0 + 1 } ?? 0)]
  }

  /// Appends a base scalar with the marks behind it, one of which may make another letter of it.
  private mutating func append(_ cluster: ArraySlice<Unicode.Scalar>, using table: CollationTable) {
    guard let base = cluster.first, !isCombining(base) else {
      return appendMarks(cluster, using: table)
    }
    var marks = cluster.dropFirst()
    var elements: [CollationElement] = []
    if let (position, letter) = Self.tailoredLetter(base, marks, using: table) {
      elements.append(letter)
      marks.remove(at: position)
    } else {
      table.appendElements(of: base, to: &elements)
    }
    for element in elements { append(element) }
    appendMarks(marks, using: table)
  }

  private mutating func append(_ weights: SimpleWeights.Entry) {
    primary.append(weights.primary)
    secondary.append(weights.secondary)
    if weights.firstMark != 0 { secondary.append(weights.firstMark) }
    if weights.secondMark != 0 { secondary.append(weights.secondMark) }
    tertiary.append(weights.tertiary)
  }

  private mutating func append(_ element: CollationElement) {
    primary.append(element.primary)
    secondary.append(element.secondary)
    tertiary.append(element.tertiary)
    if element.code != 0 { primary += Self.bytes(of: element.code) }
  }

  private mutating func appendMarks(
    _ marks: ArraySlice<Unicode.Scalar>, using table: CollationTable
  ) {
    for mark in marks {
      let weight = table.weight(ofMark: mark)
      secondary.append(weight)
      if weight == CollationTable.otherMark { secondary += Self.bytes(of: mark.value) }
    }
  }

  /// The first mark that composes with the base and is not blocked by a mark of its own class.
  private static func tailoredLetter(
    _ base: Unicode.Scalar, _ marks: ArraySlice<Unicode.Scalar>, using table: CollationTable
  ) -> (position: Int, letter: CollationElement)? {
    var passed: UInt8 = 0
    for (position, mark) in zip(marks.indices, marks) {
      let combiningClass = mark.properties.canonicalCombiningClass.rawValue
      if combiningClass > passed, let letter = table.tailoredLetter(base: base, mark: mark) {
        return (position, letter)
      }
      passed = combiningClass
    }
    return nil
  }

  /// A scalar value in three bytes that are all above the separator and keep its order.
  private static func bytes(of code: UInt32) -> [UInt8] {
    [14, 7, 0].map { 0x80 | UInt8(truncatingIfNeeded: (code >> $0) & 0x7F) }
  }
}

private func isCombining(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered
}
