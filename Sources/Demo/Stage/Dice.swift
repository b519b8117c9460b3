/// Chance as a function of what it decides, never of when it is asked: the same seed, purpose and
/// subject give the same answer however the play is cut into windows.
package struct Dice: Sendable {
  private let seed: UInt64

  package init(seed: UInt64) { self.seed = seed }

  /// 64 well-mixed bits (the finaliser of SplitMix64 over a running mix).
  func bits(_ purpose: Purpose, _ subject: Int, _ index: Int = 0) -> UInt64 {
    var state = Dice.mix(seed ^ purpose.rawValue)
    state = Dice.mix(state ^ UInt64(bitPattern: Int64(subject)))
    return Dice.mix(state ^ UInt64(bitPattern: Int64(index)))
  }

  /// True in that many of a thousand cases.
  func chance(_ perMille: Int, _ purpose: Purpose, _ subject: Int, _ index: Int = 0) -> Bool {
    Int(bits(purpose, subject, index) % 1_000) < perMille
  }

  /// A number in `range`, evenly.
  func number(
    _ range: ClosedRange<Int>, _ purpose: Purpose, _ subject: Int, _ index: Int = 0
  ) -> Int {
    range.lowerBound + Int(bits(purpose, subject, index) % UInt64(range.count))
  }

  /// One of the elements; the list is never empty.
  func pick<T>(_ list: [T], _ purpose: Purpose, _ subject: Int, _ index: Int = 0) -> T {
    list[Int(bits(purpose, subject, index) % UInt64(list.count))]
  }

  /// Roughly bell-shaped in `range`: the mean of four even numbers.
  func bell(
    _ range: ClosedRange<Int>, _ purpose: Purpose, _ subject: Int, _ index: Int = 0
  ) -> Int {
    let bits = bits(purpose, subject, index)
    let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    return range.lowerBound + Int(sum) * range.count / (4 * 65_536)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
