import Foundation

/// The weight of one collation element: a base character with what distinguishes its variants.
struct CollationElement {
  /// Place in the order of characters; above `CollationTable.escape` the bytes of `code` follow.
  let primary: UInt8
  /// `CollationTable.common`, or a weight that keeps variants such as æ apart from plain letters.
  var secondary = CollationTable.common
  /// `CollationTable.common` for lower case, more for the other forms of the same character.
  var tertiary = CollationTable.common
  /// The scalar that orders characters sharing an escape weight; 0 without one.
  var code: UInt32 = 0
}

/// Weights of the Vietnamese order, as in CLDR 42 (ICU 72): root order with ă â đ ê ô ơ ư as
/// letters of their own and the five tones in the order huyền, hỏi, ngã, sắc, nặng.
///
/// Listed are the characters of Vietnamese texts; others sort behind the listed ones of their
/// kind, by scalar value: symbols before digits, letters behind z.
struct CollationTable {
  /// Ends a level of a key; below every weight.
  static let separator: UInt8 = 0x01
  static let common: UInt8 = 0x02
  static let compatible: UInt8 = 0x03
  static let upper: UInt8 = 0x04
  static let raised: UInt8 = 0x05
  /// Secondary weight of a letter that sorts as another one with a difference.
  static let variant: UInt8 = 0xF8
  /// Secondary weight of a mark that has no place in `markOrder`; its scalar follows.
  static let otherMark: UInt8 = 0xF0

  static let shared = CollationTable()

  /// Spaces, then punctuation, then symbols, in the order of ICU.
  private static let signs =
    "\t\n\u{B}\u{C}\r\u{85}\u{2028}\u{2029} ‾_‗-‐‒–—―⁓,;:!¡?¿.·'‘’‚‛‹›\"“”„‟«»()[]{}"
    + "‖§¶@*/\\&#%‰†‡•‣′‵※`´^¯¨¸°©®+±÷×<=>¬|¦~⁄¤¢$£¥₫€"
  private static let digits = "0123456789"
  private static let letters = "aăâbƀcdđeêfghijklmnoôơpqrstuưvwxyz"

  private static let markOrder: [UInt32] = [
    0x332, 0x313, 0x314, 0x300, 0x309, 0x303, 0x301, 0x323, 0x306, 0x302, 0x30C, 0x30A, 0x342,
    0x308, 0x30B, 0x307, 0x338, 0x327, 0x328, 0x304, 0x335, 0x305, 0x30F, 0x310, 0x311, 0x31B,
    0x321, 0x322, 0x324, 0x325, 0x326, 0x32D, 0x32E, 0x330, 0x331, 0x334,
  ]

  private var weights: [UInt32: CollationElement] = [:]
  private var tailored: [UInt64: CollationElement] = [:]
  private var marks: [UInt32: UInt8] = [:]
  private let otherSign: UInt8
  private let otherLetter: UInt8

  private init() {
    otherSign = Self.common + UInt8(Self.signs.unicodeScalars.count)
    let firstLetter = otherSign + 1 + UInt8(Self.digits.unicodeScalars.count)
    otherLetter = firstLetter + UInt8(Self.letters.count)
    for (weight, scalar) in zip(Self.common..., Self.signs.unicodeScalars) {
      weights[scalar.value] = CollationElement(primary: weight)
    }
    for (weight, scalar) in zip((otherSign + 1)..., Self.digits.unicodeScalars) {
      weights[scalar.value] = CollationElement(primary: weight)
    }
    for (weight, letter) in zip(firstLetter..., Self.letters) {
      addLetter(letter, primary: weight)
    }
    addSpaces()
    for (place, mark) in Self.markOrder.enumerated() {
      marks[mark] = 0x10 + UInt8(truncatingIfNeeded: place)
    }
  }

  private mutating func addLetter(_ letter: Character, primary: UInt8) {
    add(String(letter), CollationElement(primary: primary))
    add(letter.uppercased(), CollationElement(primary: primary, tertiary: Self.upper))
  }

  private mutating func add(_ text: String, _ element: CollationElement) {
    let scalars = Array(text.decomposedStringWithCanonicalMapping.unicodeScalars)
    if scalars.count == 2 {
      tailored[Self.pair(scalars[0].value, scalars[1].value)] = element
    } else {
      weights[scalars[0].value] = element
    }
  }

  /// The other spaces are the plain one with a difference of the third level.
  private mutating func addSpaces() {
    guard let space = weights[0x20]?.primary else { return }
    for value in [0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2008, 0x2009, 0x200A, 0x205F, 0x3000] {
      weights[UInt32(value)] = CollationElement(primary: space, tertiary: Self.compatible)
    }
    for value in [0xA0, 0x2007, 0x202F] {
      weights[UInt32(value)] = CollationElement(primary: space, tertiary: Self.raised)
    }
    if let hyphen = weights[0x2010]?.primary {
      weights[0x2011] = CollationElement(primary: hyphen, tertiary: Self.raised)
    }
  }

  private static func pair(_ base: UInt32, _ mark: UInt32) -> UInt64 {
    UInt64(base) << 32 | UInt64(mark)
  }
}

extension CollationTable {
  /// The letter that a base and one of its marks are together, as ê of e and ̂; nil if none.
  func tailoredLetter(base: Unicode.Scalar, mark: Unicode.Scalar) -> CollationElement? {
    tailored[Self.pair(base.value, mark.value)]
  }

  /// The secondary weight of a mark; `otherMark` for those that Vietnamese and its neighbours lack.
  func weight(ofMark mark: Unicode.Scalar) -> UInt8 {
    marks[mark.value] ?? Self.otherMark
  }

  /// Appends the elements of one base scalar; nothing for controls and invisible characters.
  func appendElements(of scalar: Unicode.Scalar, to elements: inout [CollationElement]) {
    if let element = weights[scalar.value] {
      elements.append(element)
    } else if let parts = Self.expansions[scalar.value] {
      appendExpansion(parts, to: &elements)
    } else if let element = unlisted(scalar) {
      elements.append(element)
    }
  }

  /// Letters that stand for others: the letters, and whether the first is an upper-case form.
  private static let expansions: [UInt32: (letters: String, isVariant: Bool)] = [
    0xE6: ("ae", true), 0xC6: ("AE", true), 0x153: ("oe", true), 0x152: ("OE", true),
    0xDF: ("ss", true), 0x1E9E: ("SS", true), 0xF0: ("d", true), 0xD0: ("D", true),
    0x2026: ("...", false), 0x2025: ("..", false), 0x2033: ("′′", false),
  ]

  private func appendExpansion(
    _ parts: (letters: String, isVariant: Bool), to elements: inout [CollationElement]
  ) {
    var isFirst = true
    for scalar in parts.letters.unicodeScalars {
      guard var element = weights[scalar.value] else { continue }
      if parts.isVariant && isFirst { element.secondary = Self.variant }
      if element.tertiary == Self.common { element.tertiary = Self.compatible }
      isFirst = false
      elements.append(element)
    }
  }

  private func unlisted(_ scalar: Unicode.Scalar) -> CollationElement? {
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint { return nil }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .unassigned:
      return nil
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol, .spaceSeparator, .lineSeparator, .paragraphSeparator:
      return CollationElement(primary: otherSign, code: scalar.value)
    case .decimalNumber, .otherNumber:
      return digit(scalar) ?? CollationElement(primary: otherSign, code: scalar.value)
    default:
      return letter(scalar)
    }
  }

  /// Digits of other scripts and raised ones sort with the ASCII digit of the same value.
  private func digit(_ scalar: Unicode.Scalar) -> CollationElement? {
    guard scalar.properties.numericType == .decimal || scalar.properties.numericType == .digit,
      let value = scalar.properties.numericValue, (0...9).contains(value),
      let plain = weights[0x30 + UInt32(value)]
    else { return nil }
    return CollationElement(primary: plain.primary, tertiary: Self.raised)
  }

  /// Letters are ordered by their lower-case form, so that case stays a difference of last level.
  private func letter(_ scalar: Unicode.Scalar) -> CollationElement {
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    guard lower.count == 1, let first = lower.first, first != scalar else {
      return CollationElement(primary: otherLetter, code: scalar.value)
    }
    return CollationElement(primary: otherLetter, tertiary: Self.upper, code: first.value)
  }
}
