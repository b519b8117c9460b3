extension Day {
  /// `2021-08-05`, as in JSON and the query language.
  package var iso8601: String {
    let date = civil
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2)
  }

  /// `05/8/2021`, as official letters write it: the day in two digits, months in two digits only
  /// below 3 (Decree 30/2020, appendix I).
  package var vietnamese: String {
    let date = civil
    return padded(date.day, 2) + "/" + padded(date.month, date.month < 3 ? 2 : 1) + "/"
      + padded(date.year, 4)
  }

  /// Reads exactly `2021-08-05`; nil for other forms and for days that do not exist.
  package init?(iso8601 text: some StringProtocol) {
    var reader = DigitReader(text)
    guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2),
      reader.take("-"), let day = reader.digits(2), reader.isAtEnd
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

/// A number in decimal digits with zeros in front up to a width; negative ones get their sign.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (number < 0 ? "-" : "") + zeros + digits
}
