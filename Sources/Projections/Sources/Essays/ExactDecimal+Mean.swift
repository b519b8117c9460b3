import LedgerModel

extension ExactDecimal {
  /// Digits kept behind the point of a mean that no decimal holds exactly, as 20/3.
  private static let meanScale: UInt8 = 6

  /// The mean of the numbers; exact when a decimal can hold it, else rounded half away from zero
  /// to six digits. None for no numbers and beyond the range of a decimal.
  static func mean(of numbers: [ExactDecimal]) -> ExactDecimal? {
    var sum: Ratio? = Ratio(0)
    for number in numbers { sum = sum?.adding(Ratio(number)) }
    guard let mean = sum?.divided(by: Ratio(Int64(numbers.count)))?.reduced else { return nil }
    for scale in UInt8(0)...meanScale {
      if let exact = rounded(mean, scale: scale), Ratio(exact) == mean { return exact }
    }
    return rounded(mean, scale: meanScale)
  }

  private static func rounded(_ ratio: Ratio, scale: UInt8) -> ExactDecimal? {
    var power: Int128 = 1
    for _ in 0..<scale { power *= 10 }
    let (scaled, overflow) = ratio.numerator.multipliedReportingOverflow(by: power)
    guard !overflow else { return nil }
    let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: ratio.denominator)
    let isHalf = remainder.magnitude >= ratio.denominator.magnitude - remainder.magnitude
    let away: Int128 = isHalf ? (scaled < 0 ? -1 : 1) : 0
    return Int64(exactly: quotient + away).map { ExactDecimal(mantissa: $0, scale: scale) }
  }
}
