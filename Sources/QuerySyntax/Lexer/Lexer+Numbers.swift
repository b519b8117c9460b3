import Diagnostics

/// Numbers, durations, dates and positions: where they end. What they say is read by
/// `LiteralReader`.
extension Lexer {
  func scanNumber(at start: Int) -> (TokenKind, Int) {
    if isBehindRange, digitCount(at: start) == 4 {
      return (.foreign(.bareDate), scanDate(from: start))
    }
    if let dateEnd = scanBareDate(at: start) { return (.foreign(.bareDate), dateEnd) }
    if let dateEnd = scanSlashDate(at: start) { return (.foreign(.slashDate), dateEnd) }
    var position = scanDigits(from: start)
    var kind = TokenKind.integer
    if byte(position) == UInt8(ascii: "."), isDigit(position + 1) {
      kind = .decimal
      position = scanDigits(from: position + 1)
    }
    if byte(position) == UInt8(ascii: "%") { return (.percent, position + 1) }
    let unitEnd = scanWord(at: position, requiresStart: false)
    return unitEnd > position ? (.duration, unitEnd) : (kind, position)
  }

  /// Digits with single underscores between them.
  private func scanDigits(from start: Int) -> Int {
    var position = start
    while isDigit(position) || (byte(position) == UInt8(ascii: "_") && isDigit(position + 1)) {
      position += 1
    }
    return position
  }

  func scanPosition(at start: Int) -> Int {
    let digitsEnd = scanDigits(from: start + 1)
    return scanWord(at: digitsEnd, requiresStart: false)
  }

  private func digitCount(at start: Int) -> Int {
    var position = start
    while isDigit(position) { position += 1 }
    return position - start
  }

  /// The end of what looks like a date from its year on. Takes a part after a hyphen only if it
  /// looks like a month, day, quarter or week, so that `@2021-08-05-3d` still subtracts.
  func scanDate(from start: Int) -> Int {
    var position = start + digitCount(at: start)
    var partCount = 0
    while partCount < 2, byte(position) == UInt8(ascii: "-") {
      let digits = digitCount(at: position + 1)
      let marker = byte(position + 1)
      if marker == UInt8(ascii: "Q") || marker == UInt8(ascii: "W"), partCount == 0 {
        return scanWord(at: position + 1)
      }
      let next = byte(position + 1 + digits)
      let ends =
        next == UInt8(ascii: "T") || scanWord(at: position + 1 + digits) == position + 1 + digits
      guard digits > 0, ends else { break }
      position += 1 + digits
      partCount += 1
    }
    if byte(position) == UInt8(ascii: "T") { return scanTime(from: position) }
    return scanWord(at: position, requiresStart: false)
  }

  /// From the `T` on: `T24:00`, `T09:00:07.25Z`, `T09:00+07:00`.
  private func scanTime(from start: Int) -> Int {
    var position = scanWord(at: start)
    while byte(position) == UInt8(ascii: ":"), isDigit(position + 1) {
      position = scanWord(at: position + 1, requiresStart: false)
      if byte(position) == UInt8(ascii: "."), isDigit(position + 1) {
        position = scanWord(at: position + 1, requiresStart: false)
      }
    }
    let sign = byte(position)
    if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), digitCount(at: position + 1) == 2,
      byte(position + 3) == UInt8(ascii: ":"), digitCount(at: position + 4) == 2
    {
      position += 6
    }
    return position
  }

  /// `2021-08-05`, `2021-08-05T09:00`, `2021-Q3`, `2021-W31` without the `@`.
  private func scanBareDate(at start: Int) -> Int? {
    guard digitCount(at: start) == 4, byte(start + 4) == UInt8(ascii: "-") else { return nil }
    let marker = byte(start + 5)
    if marker == UInt8(ascii: "Q") || marker == UInt8(ascii: "W"), isDigit(start + 6) {
      return scanDate(from: start)
    }
    let months = digitCount(at: start + 5)
    let hyphen = start + 5 + months
    guard (1...2).contains(months), byte(hyphen) == UInt8(ascii: "-"),
      (1...2).contains(digitCount(at: hyphen + 1))
    else { return nil }
    return scanDate(from: start)
  }

  /// `05/8/2021`, `8/2021`, `5-8-2021`: day first, a year of four digits last.
  private func scanSlashDate(at start: Int) -> Int? {
    let first = digitCount(at: start)
    let separator = byte(start + first)
    guard (1...2).contains(first), separator == UInt8(ascii: "/") || separator == UInt8(ascii: "-")
    else { return nil }
    var position = start + first + 1
    let second = digitCount(at: position)
    if (1...2).contains(second), byte(position + second) == separator {
      position += second + 1
    } else if separator == UInt8(ascii: "-") {
      return nil
    }
    guard digitCount(at: position) == 4, scanWord(at: position + 4) == position + 4 else {
      return nil
    }
    return position + 4
  }
}
