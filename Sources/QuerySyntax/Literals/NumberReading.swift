/// Why a text of digits cannot be a number.
enum NumberProblem: Error, Hashable {
  case tooLarge
}

extension Int64 {
  /// Reads digits with underscores between them.
  init(readingDigits text: some StringProtocol) throws(NumberProblem) {
    var value: Int64 = 0
    for byte in text.utf8 where byte != UInt8(ascii: "_") {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowed) = product.addingReportingOverflow(Int64(byte) - 0x30)
      if overflow || overflowed { throw .tooLarge }
      value = sum
    }
    self = value
  }
}

extension DecimalLiteral {
  /// Reads digits with at most one point: `12`, `12.50`.
  init(readingDigits text: some StringProtocol) throws(NumberProblem) {
    let digits = String(text).filter { $0 != "_" }
    let scale = digits.drop { $0 != "." }.dropFirst().utf8.count
    let coefficient = try Int64(readingDigits: digits.filter { $0 != "." })
    self.init(coefficient: coefficient, scale: scale)
  }
}
