import LedgerModel

/// One measured figure beside its baseline and the bar it should reach.
struct Figure: Sendable {
  /// What was measured, as in the table of bars.
  let name: String
  /// Events in the ledger when it was measured.
  let events: Int
  /// The figure with its unit.
  let value: Measure
  /// The same work done by the baseline; none where a count speaks for itself.
  var baseline: Measure?
  /// What the baseline is.
  var against = ""
  /// How many times the baseline; 1.0 is as fast.
  var ratio: Double?
  /// The bar in words, as `≥ 0.90 ×`.
  var bar = ""
  /// Whether the bar is met; none where there is no bar.
  var isMet: Bool?

  /// A number with its unit.
  struct Measure: Sendable {
    let number: Double
    let unit: String
    /// Digits behind the point.
    var digits = 0

    init(_ number: Double, _ unit: String, digits: Int = 0) {
      self.number = number
      self.unit = unit
      self.digits = digits
    }

    var text: String { Figure.text(number, digits: digits) + " " + unit }
  }

  static func text(_ number: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int64((number * scale).rounded())
    guard digits > 0 else { return grouped(scaled) }
    let fraction = String(abs(scaled) % Int64(scale))
    let padded = String(repeating: "0", count: digits - fraction.count) + fraction
    return grouped(scaled / Int64(scale)) + "." + padded
  }

  private static func grouped(_ number: Int64) -> String {
    var digits = Array(String(abs(number)))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
  }
}

extension Figure {
  /// A rate that should be at least `least` times the baseline's.
  static func rate(
    _ name: String, events: Int, _ value: Measure, against: String, _ baseline: Measure,
    least: Double?
  ) -> Figure {
    let ratio = value.number / baseline.number
    var figure = Figure(name: name, events: events, value: value)
    figure.baseline = baseline
    figure.against = against
    figure.ratio = ratio
    if let least {
      figure.bar = "≥ \(text(least, digits: 2)) ×"
      figure.isMet = ratio >= least
    }
    return figure
  }

  /// A figure that should be at least so much.
  static func atLeast(_ name: String, events: Int, _ value: Measure, _ bar: Measure) -> Figure {
    var figure = Figure(name: name, events: events, value: value)
    figure.bar = "≥ \(bar.text)"
    figure.isMet = value.number >= bar.number
    return figure
  }

  /// A figure that should be at most so much.
  static func atMost(_ name: String, events: Int, _ value: Measure, _ bar: Measure) -> Figure {
    var figure = Figure(name: name, events: events, value: value)
    figure.bar = "≤ \(bar.text)"
    figure.isMet = value.number <= bar.number
    return figure
  }

  /// A figure without a bar.
  static func plain(_ name: String, events: Int, _ value: Measure) -> Figure {
    Figure(name: name, events: events, value: value)
  }
}
