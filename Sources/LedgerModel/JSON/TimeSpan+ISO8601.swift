extension TimeSpan {
  /// Reads an exact duration of ISO 8601, as `PT20M`, `P1DT2H`, `PT90.5S`: weeks, days, hours,
  /// minutes and seconds, the last number with a fraction when it counts seconds. None for years
  /// and months, which have no fixed length, for other forms, and beyond microseconds in 64 bits.
  package init?(iso8601 text: some StringProtocol) {
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    guard rest.popFirst() == "P" else { return nil }
    let halves = rest.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard let days = halves.first, !rest.isEmpty, halves.count == 1 || !halves[1].isEmpty,
      var total = TimeSpan.sum(days, units: [("W", 604_800), ("D", 86_400)])
    else { return nil }
    if halves.count == 2 {
      guard let time = TimeSpan.sum(halves[1], units: [("H", 3_600), ("M", 60), ("S", 1)]) else {
        return nil
      }
      let (sum, overflow) = total.addingReportingOverflow(time)
      guard !overflow else { return nil }
      total = sum
    }
    self.init(microseconds: isNegative ? -total : total)
  }

  /// `PT20M`: hours, minutes and seconds, no larger unit.
  package var iso8601: String {
    guard microseconds != 0 else { return "PT0S" }
    let size = microseconds.magnitude
    let (hours, minutes) = (size / 3_600_000_000, size / 60_000_000 % 60)
    let (seconds, fraction) = (size / 1_000_000 % 60, size % 1_000_000)
    var text = microseconds < 0 ? "-PT" : "PT"
    if hours > 0 { text += "\(hours)H" }
    if minutes > 0 { text += "\(minutes)M" }
    guard seconds > 0 || fraction > 0 else { return text }
    guard fraction > 0 else { return text + "\(seconds)S" }
    var digits = String(1_000_000 + fraction).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return text + "\(seconds).\(digits)S"
  }

  /// Numbers each followed by a unit, the units in order and at most once; microseconds.
  private static func sum(
    _ text: Substring, units: [(letter: Character, seconds: Int64)]
  ) -> Int64? {
    var rest = text
    var units = units[...]
    var total: Int64 = 0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      guard let number = ExactDecimal(digits), let letter = rest.popFirst(),
        let index = units.firstIndex(where: { $0.letter == letter }),
        let length = microseconds(number, of: units[index].seconds),
        letter == "S" || number.scale == 0
      else { return nil }
      units = units[(index + 1)...]
      let (sum, overflow) = total.addingReportingOverflow(length)
      guard !overflow else { return nil }
      total = sum
    }
    return total
  }

  /// None beyond microseconds: the ledger never rounds.
  private static func microseconds(_ number: ExactDecimal, of seconds: Int64) -> Int64? {
    guard number.scale <= 6 else { return nil }
    let (scaled, overflow) = number.mantissa.multipliedReportingOverflow(by: seconds * 1_000_000)
    guard !overflow else { return nil }
    var power: Int64 = 1
    for _ in 0..<number.scale { power *= 10 }
    return scaled / power
  }
}
