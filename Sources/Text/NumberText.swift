/// How the digits of a number are written.
package enum NumberStyle: Sendable {
  /// Dots group thousands, a comma starts the fraction: `77.447`, `92,5%`, `1.234.567,89`.
  case vietnamese
  /// A point starts the fraction and nothing groups: `77447`, `92.5%`.
  case plain
}

/// An exact number read from text: `mantissa × 10^(-scale)`, as written.
package struct NumberText: Hashable, Sendable {
  /// All digits as one whole number, with the sign.
  package let mantissa: Int64
  /// How many of the digits stand behind the decimal sign, two more for a percentage; 0 to 18.
  package let scale: Int
  /// Whether a percent sign followed; mantissa and scale already say the share, 92,5% = 0,925.
  package let isPercentage: Bool

  /// Reads one number, with spaces around it, a sign before it and a percent sign behind it.
  ///
  /// Never rounds and never guesses: what the style does not allow is an error, so `1.73` is
  /// refused in Vietnamese style instead of being read as 173 or as 1,73.
  package init(reading text: String, style: NumberStyle = .vietnamese) throws(NumberTextError) {
    var reader = NumberReader(text, style: style)
    self = try reader.number()
  }

  fileprivate init(mantissa: Int64, scale: Int, isPercentage: Bool) {
    self.mantissa = mantissa
    self.scale = scale
    self.isPercentage = isPercentage
  }
}

/// Why a text is no number. `String(describing:)` words it with the remedy.
package enum NumberTextError: Error, Hashable, Sendable {
  case empty
  /// A character that has no place in a number of the style.
  case unexpected(Character)
  /// Dots that are not followed by three digits each.
  case grouping
  /// A second decimal sign.
  case secondFraction
  /// A decimal sign without a digit on one of its sides.
  case missingDigits
  /// More digits than fit into 64 bits, or more than 18 behind the decimal sign.
  case tooLarge
}

extension NumberTextError: CustomStringConvertible {
  /// One clause for the end of a message, naming what would be read.
  package var description: String {
    switch self {
    case .empty: "no number is given"
    case .unexpected(let character): "'\(character)' does not belong in a number"
    case .grouping: "dots group thousands by three digits (77.447); a fraction has a comma (92,5)"
    case .secondFraction: "a number has one decimal sign"
    case .missingDigits: "a decimal sign needs digits on both sides"
    case .tooLarge: "the number has more digits than can be kept exactly (18)"
    }
  }
}

private struct NumberReader {
  private let style: NumberStyle
  private var rest: Substring
  private var mantissa: Int64 = 0
  private var isNegative = false

  init(_ text: String, style: NumberStyle) {
    self.style = style
    rest = Substring(text)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
  }

  mutating func number() throws(NumberTextError) -> NumberText {
    guard !rest.isEmpty else { throw .empty }
    readSign()
    let isPercentage = readPercent()
    guard !rest.isEmpty else { throw .empty }
    try readWhole()
    var scale = try readFraction()
    if let extra = rest.first { throw extra == decimalSign ? .secondFraction : .unexpected(extra) }
    if isPercentage { scale += 2 }
    guard scale <= 18 else { throw .tooLarge }
    return NumberText(mantissa: mantissa, scale: scale, isPercentage: isPercentage)
  }

  private var decimalSign: Character { style == .vietnamese ? "," : "." }

  private mutating func readSign() {
    guard let first = rest.first, first == "-" || first == "\u{2212}" || first == "+" else {
      return
    }
    isNegative = first != "+"
    rest.removeFirst()
  }

  private mutating func readPercent() -> Bool {
    guard rest.last == "%" else { return false }
    rest.removeLast()
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return true
  }

  private mutating func readWhole() throws(NumberTextError) {
    let leading = try readDigits()
    guard leading > 0 else {
      if let first = rest.first, first != decimalSign, first != "." { throw .unexpected(first) }
      throw .missingDigits
    }
    guard style == .vietnamese else { return }
    while rest.first == "." {
      rest.removeFirst()
      let group = try readDigits()
      guard group == 3, leading <= 3 else { throw .grouping }
    }
  }

  private mutating func readFraction() throws(NumberTextError) -> Int {
    guard rest.first == decimalSign else { return 0 }
    rest.removeFirst()
    let count = try readDigits()
    guard count > 0 else { throw .missingDigits }
    return count
  }

  /// Takes the digits in front into the mantissa and returns how many there were.
  private mutating func readDigits() throws(NumberTextError) -> Int {
    var count = 0
    while let character = rest.first, let byte = character.asciiValue, (48...57).contains(byte) {
      let (shifted, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      let digit = Int64(byte) - 48
      // Counting down for negative numbers reaches the smallest one as well.
      let (sum, overflowOfSum) = shifted.addingReportingOverflow(isNegative ? -digit : digit)
      guard !overflow, !overflowOfSum else { throw .tooLarge }
      mantissa = sum
      rest.removeFirst()
      count += 1
    }
    return count
  }
}
