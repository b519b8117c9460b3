/// An exact decimal number: `mantissa × 10^(-scale)`, scale 0 to 18, as written (`1.50` keeps
/// its zero). Comparison is by value.
package struct ExactDecimal: Sendable {
  package let mantissa: Int64
  package let scale: UInt8

  package init(mantissa: Int64, scale: UInt8 = 0) {
    precondition(scale <= 18, "a decimal has at most 18 digits behind the point")
    self.mantissa = mantissa
    self.scale = scale
  }
}

extension ExactDecimal: Comparable, Hashable {
  package static func == (left: ExactDecimal, right: ExactDecimal) -> Bool {
    Ratio(left) == Ratio(right)
  }
  package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    Ratio(left) < Ratio(right)
  }
  package func hash(into hasher: inout Hasher) { Ratio(self).hash(into: &hasher) }
}

extension ExactDecimal: CustomStringConvertible {
  /// As written, with a point: `-12.50`.
  package var description: String {
    guard scale > 0 else { return String(mantissa) }
    let digits = String(mantissa.magnitude)
    let padded = String(repeating: "0", count: max(0, Int(scale) + 1 - digits.count)) + digits
    let split = padded.index(padded.endIndex, offsetBy: -Int(scale))
    return (mantissa < 0 ? "-" : "") + padded[..<split] + "." + padded[split...]
  }

  /// Reads digits with an optional sign and point; none when it is no number or does not fit
  /// in 18 digits.
  package init?(_ text: some StringProtocol) {
    var body = Substring(text)
    let isNegative = body.first == "-"
    if isNegative { body = body.dropFirst() }
    let parts = body.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = parts.first, !whole.isEmpty else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard parts.count == 1 || !fraction.isEmpty, fraction.utf8.count <= 18 else { return nil }
    let digits = whole + fraction
    guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int64(digits) else {
      return nil
    }
    self.init(mantissa: isNegative ? -value : value, scale: UInt8(fraction.utf8.count))
  }
}
