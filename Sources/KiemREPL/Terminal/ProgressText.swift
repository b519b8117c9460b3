import Text

/// How far a long command has come, in words: share, count, rate and time left.
package struct ProgressText: Sendable, Hashable {
  let label: String
  /// What is counted, in the plural, as `events`.
  let unit: String

  package init(label: String, unit: String) {
    self.label = label
    self.unit = unit
  }

  /// How far the work is at one moment.
  package struct Measure: Sendable, Hashable {
    package let count: UInt64
    /// The count at the end, where it is known.
    package let total: UInt64?
    /// Part of the work that is done, 0 to 1, where it is known.
    package let share: Double?

    package init(count: UInt64, of total: UInt64?) {
      self.count = count
      self.total = total
      share = total.flatMap { $0 == 0 ? nil : Double(count) / Double($0) }
    }

    /// Counts one thing and knows the share by another, as rows and bytes of a file.
    package init(count: UInt64, done: UInt64, of total: UInt64?) {
      self.count = count
      self.total = nil
      share = total.flatMap { $0 == 0 ? nil : Double(done) / Double($0) }
    }
  }

  /// `importing  43 %  172,000 of 400,000 events  38,200/s  6 s left`; what is not known is left
  /// out.
  package func line(_ measure: Measure, elapsedSeconds: Double) -> String {
    var parts = [label]
    let share = measure.share.map { min(1, max(0, $0)) }
    if let share { parts.append("\(Int(share * 100)) %") }
    let count = ProgressText.grouped(measure.count)
    let total = measure.total.map { " of \(ProgressText.grouped($0))" } ?? ""
    parts.append("\(count)\(total) \(unit)")
    guard elapsedSeconds > 0, measure.count > 0 else { return parts.joined(separator: "  ") }
    parts.append(rate(Double(measure.count) / elapsedSeconds))
    if let share, share > 0, share < 1 {
      parts.append(timeLeft(elapsedSeconds * (1 - share) / share))
    }
    return parts.joined(separator: "  ")
  }

  /// One decimal below ten a second.
  private func rate(_ perSecond: Double) -> String {
    guard perSecond < 10 else { return "\(ProgressText.grouped(UInt64(perSecond)))/s" }
    let tenths = Int(perSecond * 10)
    return "\(tenths / 10).\(tenths % 10)/s"
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
