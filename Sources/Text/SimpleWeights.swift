/// The weights of the scalars that Vietnamese text consists of, each looked up at once.
///
/// Holds what the general algorithm gives for one scalar alone, which is what it gives anywhere as
/// long as no separate mark follows; marks are not in the table, and so decompose the whole text.
struct SimpleWeights {
  /// One collation element with up to two marks; a primary of 0 stands for nothing at all.
  struct Entry {
    var primary: UInt8 = 0
    var secondary: UInt8 = 0
    var firstMark: UInt8 = 0
    var secondMark: UInt8 = 0
    var tertiary: UInt8 = 0
  }

  static let shared = SimpleWeights()

  private static let latinEnd: UInt32 = 0x250
  private static let additional: Range<UInt32> = 0x1EA0..<0x1EFA

  private let latin: [Entry?]
  private let latinAdditional: [Entry?]

  private init() {
    latin = (0..<Self.latinEnd).map(Self.entry)
    latinAdditional = Self.additional.map(Self.entry)
  }

  /// Nil for scalars outside the table and those that need more than one element.
  subscript(scalar: Unicode.Scalar) -> Entry? {
    let value = scalar.value
    if value < Self.latinEnd { return latin[Int(value)] }
    guard Self.additional.contains(value) else { return nil }
    return latinAdditional[Int(value - Self.additional.lowerBound)]
  }

  private static func entry(_ value: UInt32) -> Entry? {
    guard let scalar = Unicode.Scalar(value) else { return nil }
    let levels = CollationLevels(decomposing: String(Character(scalar)))
    if levels.primary.isEmpty && levels.secondary.isEmpty { return Entry() }
    guard levels.primary.count == 1, levels.tertiary.count == 1,
      (1...3).contains(levels.secondary.count)
    else { return nil }
    let marks = levels.secondary.dropFirst()
    return Entry(
      primary: levels.primary[0], secondary: levels.secondary[0], firstMark: marks.first ?? 0,
      secondMark: marks.dropFirst().first ?? 0, tertiary: levels.tertiary[0])
  }
}
