import Text

/// How far a long command has come, in words: done, share, rate and time left.
package struct ProgressText: Sendable, Hashable {
  /// What is counted, in the plural, as `events`.
  package let unit: String
  package let label: String

  package init(label: String, unit: String) {
    self.label = label
    self.unit = unit
  }

  /// `importing  43 %  172,000 of 400,000 events  38,200/s  6 s left`; share and time left only
  /// when the total is known.
  package func line(done: UInt64, total: UInt64?, elapsedSeconds: Double) -> String {
    var parts = [label]
    if let total, total > 0 {
      parts.append("\(min(100, share(done, total))) %")
      parts.append("\(grouped(done)) of \(grouped(total)) \(unit)")
    } else {
      parts.append("\(grouped(done)) \(unit)")
    }
    guard elapsedSeconds > 0, done > 0 else { return parts.joined(separator: "  ") }
    let rate = Double(done) / elapsedSeconds
    parts.append(rate < 10 ? "\(tenths(rate))/s" : "\(grouped(UInt64(rate)))/s")
    if let total, done < total { parts.append(timeLeft(Double(total - done) / rate)) }
    return parts.joined(separator: "  ")
  }

  private func share(_ done: UInt64, _ total: UInt64) -> UInt64 {
    UInt64(Double(done) / Double(total) * 100)
  }

  /// Seconds below two minutes, minutes below two hours, else hours and minutes.
  private func timeLeft(_ seconds: Double) -> String {
    let whole = Int64(min(seconds.rounded(.up), 1e9))
    switch whole {
    case ..<120: return "\(whole) s left"
    case ..<7_200: return "\(whole / 60) min left"
    default: return "\(whole / 3_600) h \(whole % 3_600 / 60) min left"
    }
  }

  private func tenths(_ rate: Double) -> String {
    let scaled = Int64(rate * 10)
    return "\(scaled / 10).\(scaled % 10)"
  }

  private func grouped(_ number: UInt64) -> String { ProgressText.grouped(number) }

  /// Digits in threes, as every count in messages is written: `400,000`.
  package static func grouped(_ number: UInt64) -> String {
    var digits = Array(String(number))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return String(digits)
  }
}
