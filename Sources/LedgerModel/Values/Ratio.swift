/// An exact share or quotient that keeps its parts as they were counted: 18/21 stays 18/21.
/// Comparison and hashing are by value; the denominator is positive.
package struct Ratio: Sendable {
  package let numerator: Int128
  package let denominator: Int128

  /// None for a zero denominator; a negative one moves its sign up.
  package init?(_ numerator: Int128, _ denominator: Int128) {
    guard denominator != 0, denominator != Int128.min, numerator != Int128.min else { return nil }
    self.numerator = denominator < 0 ? -numerator : numerator
    self.denominator = denominator < 0 ? -denominator : denominator
  }

  package init(_ whole: Int64) {
    numerator = Int128(whole)
    denominator = 1
  }

  package init(_ decimal: ExactDecimal) {
    var power: Int128 = 1
    for _ in 0..<decimal.scale { power *= 10 }
    numerator = Int128(decimal.mantissa)
    denominator = power
  }

  /// The same value with the smallest parts.
  package var reduced: Ratio {
    let divisor = Ratio.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    guard divisor > 1 else { return self }
    return Ratio(unchecked: numerator / Int128(divisor), denominator / Int128(divisor))
  }

  private init(unchecked numerator: Int128, _ denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  private static func greatestCommonDivisor(_ first: UInt128, _ second: UInt128) -> UInt128 {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }
}

extension Ratio {
  /// Exact sum, reduced; none when the parts outgrow 128 bits.
  package func adding(_ other: Ratio) -> Ratio? {
    let (a, b) = (reduced, other.reduced)
    let (left, over1) = a.numerator.multipliedReportingOverflow(by: b.denominator)
    let (right, over2) = b.numerator.multipliedReportingOverflow(by: a.denominator)
    let (top, over3) = left.addingReportingOverflow(right)
    let (bottom, over4) = a.denominator.multipliedReportingOverflow(by: b.denominator)
    guard !over1, !over2, !over3, !over4 else { return nil }
    return Ratio(top, bottom)?.reduced
  }

  /// Exact product, reduced; none when the parts outgrow 128 bits.
  package func multiplied(by other: Ratio) -> Ratio? {
    let (a, b) = (reduced, other.reduced)
    let (top, over1) = a.numerator.multipliedReportingOverflow(by: b.numerator)
    let (bottom, over2) = a.denominator.multipliedReportingOverflow(by: b.denominator)
    guard !over1, !over2 else { return nil }
    return Ratio(top, bottom)?.reduced
  }

  /// Exact quotient; none for a zero divisor or when the parts outgrow 128 bits.
  package func divided(by other: Ratio) -> Ratio? {
    guard let inverse = Ratio(other.denominator, other.numerator) else { return nil }
    return multiplied(by: inverse)
  }

  package var negated: Ratio { Ratio(unchecked: -numerator, denominator) }
}

extension Ratio: Comparable, Hashable {
  package static func == (left: Ratio, right: Ratio) -> Bool {
    let (a, b) = (left.reduced, right.reduced)
    return a.numerator == b.numerator && a.denominator == b.denominator
  }

  package static func < (left: Ratio, right: Ratio) -> Bool {
    let wide = left.numerator.multipliedFullWidth(by: right.denominator)
    let other = right.numerator.multipliedFullWidth(by: left.denominator)
    return (wide.high, wide.low) < (other.high, other.low)
  }

  package func hash(into hasher: inout Hasher) {
    let value = reduced
    hasher.combine(value.numerator)
    hasher.combine(value.denominator)
  }
}
