extension DateLiteral: CustomStringConvertible {
  /// As it is written behind `@`; reading it again yields an equal literal.
  package var description: String {
    switch self {
    case .year(let year): padded(year, 4)
    case .quarter(let year, let quarter): "\(padded(year, 4))-Q\(quarter)"
    case .month(let year, let month): "\(padded(year, 4))-\(padded(month))"
    case .week(let year, let week): "\(padded(year, 4))-W\(padded(week))"
    case .day(let year, let month, let day):
      "\(padded(year, 4))-\(padded(month))-\(padded(day))"
    case .instant(let instant): instant.description
    }
  }
}

extension InstantLiteral: CustomStringConvertible {
  /// The shortest form that keeps the value: seconds and fractions only where they are not zero.
  package var description: String {
    let day = DateLiteral.day(year: year, month: month, day: day).description
    var time = "T\(padded(hour)):\(padded(minute))"
    if second != 0 || microsecond != 0 { time += ":\(padded(second))" }
    if microsecond != 0 {
      let digits = padded(microsecond, 6)
      time += "." + String(digits.reversed().drop { $0 == "0" }.reversed())
    }
    guard let offsetMinutes else { return day + time }
    if offsetMinutes == 0 { return day + time + "Z" }
    let magnitude = abs(offsetMinutes)
    let sign = offsetMinutes < 0 ? "-" : "+"
    return day + time + "\(sign)\(padded(magnitude / 60)):\(padded(magnitude % 60))"
  }
}

private func padded(_ number: Int, _ width: Int = 2) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
