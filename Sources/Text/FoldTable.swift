import Foundation

/// What each scalar of the common blocks folds to, looked up by index instead of asking Unicode.
///
/// The blocks are Latin (Basic to Extended-B), the combining marks, Latin Extended Additional with
/// all toned Vietnamese vowels, and General Punctuation. Values are scalars; `dropped` means that
/// nothing is left of the scalar. Built once, from Unicode's own data.
struct FoldTable {
  /// The scalar leaves no trace: a combining mark, a control or an invisible character.
  static let dropped: UInt16 = 0
  /// The scalar lies outside the table.
  static let unknown: UInt16 = 0xFFFF

  static let shared = FoldTable()

  private static let latinEnd: UInt32 = 0x250
  private static let marks: Range<UInt32> = 0x300..<0x370
  private static let additional: Range<UInt32> = 0x1E00..<0x1F00
  private static let punctuation: Range<UInt32> = 0x2000..<0x2070

  private let latin: [UInt16]
  private let latinAdditional: [UInt16]
  private let generalPunctuation: [UInt16]

  private init() {
    latin = (0..<Self.latinEnd).map(Self.derive)
    latinAdditional = Self.additional.map(Self.derive)
    generalPunctuation = Self.punctuation.map(Self.derive)
  }

  /// The folded scalar value, `dropped` or `unknown`. O(1).
  func value(of scalar: UInt32) -> UInt16 {
    if scalar < Self.latinEnd { return latin[Int(scalar)] }
    if Self.marks.contains(scalar) { return Self.dropped }
    if Self.additional.contains(scalar) {
      return latinAdditional[Int(scalar - Self.additional.lowerBound)]
    }
    if Self.punctuation.contains(scalar) {
      return generalPunctuation[Int(scalar - Self.punctuation.lowerBound)]
    }
    return Self.unknown
  }

  private static func derive(_ value: UInt32) -> UInt16 {
    guard let scalar = Unicode.Scalar(value) else { return dropped }
    let lowered = scalar.properties.lowercaseMapping.decomposedStringWithCanonicalMapping
    for part in lowered.unicodeScalars {
      if let kept = foldedScalar(part) { return UInt16(truncatingIfNeeded: kept.value) }
    }
    return dropped
  }
}

/// What is left of one lower-case, decomposed scalar; nil if nothing is.
///
/// U+0111 has no decomposition, so đ is mapped here by name. Icelandic ð stays itself.
func foldedScalar(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
  switch scalar.value {
  case 0x111: return "d"
  // Quotation marks, modifier letters, prime and accents that are typed for an apostrophe.
  case 0x27, 0x60, 0xB4, 0x2B9, 0x2BB, 0x2BC, 0x2018, 0x2019, 0x201B, 0x2032, 0xFF07: return "'"
  // Hyphen-minus, hyphen, non-breaking hyphen, figure, en and em dash, bar, minus sign.
  case 0x2D, 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D: return "-"
  default: break
  }
  let properties = scalar.properties
  if properties.isWhitespace { return " " }
  if properties.canonicalCombiningClass != .notReordered { return nil }
  if properties.isDefaultIgnorableCodePoint || properties.generalCategory == .control { return nil }
  return scalar
}
