package import LedgerModel

/// Exact quotients as decimal text, rounded once, half away from zero.
package enum DecimalText {
  /// With exactly that many digits behind the point, 0 to 18.
  package static func rounded(_ ratio: Ratio, digits: Int) -> String {
    var power: Int128 = 1
    for _ in 0..<digits { power *= 10 }
    let value = ratio.reduced
    let (scaled, overflow) = value.numerator.multipliedReportingOverflow(by: power)
    guard !overflow else { return "\(value.numerator)/\(value.denominator)" }
    let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: value.denominator)
    let roundsAway = remainder.magnitude >= value.denominator.magnitude - remainder.magnitude
    let step: Int128 = scaled < 0 ? -1 : 1
    let result = roundsAway ? quotient + step : quotient
    return place(result, digits: digits)
  }

  private static func place(_ number: Int128, digits: Int) -> String {
    guard digits > 0 else { return String(number) }
    let text = String(number.magnitude)
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    let split = padded.index(padded.endIndex, offsetBy: -digits)
    return (number < 0 ? "-" : "") + padded[..<split] + "." + padded[split...]
  }
}
