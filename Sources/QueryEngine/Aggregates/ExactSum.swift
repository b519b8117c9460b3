import Catalog
import LedgerModel

/// A running sum that is exact whatever it adds: whole numbers and decimals over one power of ten
/// in 128 bits, ratios beside them, lengths of time in microseconds.
struct ExactSum {
  private(set) var count: Int64 = 0
  private var mantissa: Int128 = 0
  private var scale: UInt8 = 0
  private var ratios: Ratio?
  private var didOverflow = false
  /// Largest numerator and a common denominator of the ratios, both up to `partMax` and then that.
  private var widest: Int64 = 0
  private var common: Int64 = 1
  private static let partMax: Int64 = 1 << 31

  mutating func add(_ value: Value) {
    switch value {
    case .integer(let number): add(Int128(number), scale: 0)
    case .duration(let span): add(Int128(span.microseconds), scale: 0)
    case .decimal(let decimal): add(Int128(decimal.mantissa), scale: decimal.scale)
    case .ratio(let ratio): add(ratio)
    default: return
    }
    count += 1
  }

  /// Adds a number with that many digits behind the point, of which whole numbers and lengths of
  /// time in microseconds have none.
  mutating func add(mantissa: Int64, scale: UInt8) {
    add(Int128(mantissa), scale: scale)
    count += 1
  }

  /// The sum as a value of the type; none when it does not fit.
  func value(as type: ValueType) -> Value? {
    if didOverflow { return nil }
    if ratios != nil { return total.map { .ratio($0) } }
    switch type.wrapped {
    case .duration: return Int64(exactly: mantissa).map { .duration(TimeSpan(microseconds: $0)) }
    case .decimal: return ExactDecimal(fitting: mantissa, scale: Int(scale)).map { .decimal($0) }
    case .ratio: return total.map { .ratio($0) }
    default:
      if scale > 0 {
        return ExactDecimal(fitting: mantissa, scale: Int(scale)).map { .decimal($0) }
      }
      return Int64(exactly: mantissa).map { .integer($0) }
    }
  }

  /// Sum ÷ count, reduced; a length of time is rounded to microseconds, half away from zero. None
  /// when the parts do not fit; `Value.none` for nothing added.
  func average(as type: ValueType) -> Value? {
    if count == 0 { return Value.none }
    guard let mean = total?.divided(by: Ratio(count)) else { return nil }
    if case .duration = type.wrapped {
      return Int64(exactly: mean.rounded).map { .duration(TimeSpan(microseconds: $0)) }
    }
    return .ratio(mean)
  }

  private var total: Ratio? {
    if didOverflow { return nil }
    guard let decimals = Ratio(mantissa, ExactDecimal.power(scale)) else { return nil }
    return ratios.map { $0.adding(decimals) } ?? decimals
  }

  private mutating func add(_ number: Int128, scale newScale: UInt8) {
    if newScale > scale { rescale(to: newScale) }
    var aligned = number
    if newScale < scale {
      let (product, overflow) = number.multipliedReportingOverflow(
        by: ExactDecimal.power(scale - newScale))
      if overflow { didOverflow = true }
      aligned = product
    }
    let (sum, overflow) = mantissa.addingReportingOverflow(aligned)
    if overflow { didOverflow = true }
    mantissa = sum
  }

  private mutating func rescale(to newScale: UInt8) {
    let (aligned, overflow) = mantissa.multipliedReportingOverflow(
      by: ExactDecimal.power(newScale - scale))
    if overflow { didOverflow = true } else { mantissa = aligned }
    scale = newScale
  }

  private mutating func add(_ ratio: Ratio) {
    note(ratio)
    put(ratio)
  }

  private mutating func put(_ ratio: Ratio) {
    guard let known = ratios else {
      ratios = ratio
      return
    }
    if let sum = known.adding(ratio) { ratios = sum } else { didOverflow = true }
  }
}

extension ExactSum {
  /// Adds the sum of later numbers. Throws `NotMergeable` where the parts could be in the range of
  /// numbers while all in turn would leave it on the way, or the other way round.
  mutating func merge(_ later: ExactSum) throws {
    if later.count == 0 { return }
    let merged = count + later.count
    if later.scale > scale { rescale(to: later.scale) }
    add(later.mantissa, scale: later.scale)
    if let ratio = later.ratios { put(ratio) }
    widest = max(widest, later.widest)
    include(later.common)
    count = merged
    didOverflow = didOverflow || later.didOverflow
    if didOverflow || !isFarFromOverflow { throw NotMergeable() }
  }

  /// True when no order of the numbers added could have left the range: their count, times the
  /// largest that each can be, stays below 2^126 at the common scale or denominator.
  private var isFarFromOverflow: Bool {
    guard common < ExactSum.partMax, widest < ExactSum.partMax, count < ExactSum.partMax else {
      return false
    }
    let (_, overflow) = Int64(count).multipliedReportingOverflow(
      by: Int64(clamping: ExactDecimal.power(scale)))
    return !overflow
  }

  private mutating func note(_ ratio: Ratio) {
    widest = max(widest, Int64(clamping: min(ratio.numerator.magnitude, UInt128(Int64.max))))
    include(Int64(clamping: ratio.denominator))
  }

  /// Makes the common denominator one of `denominator`, too.
  private mutating func include(_ denominator: Int64) {
    if common % denominator == 0 { return }
    guard denominator < ExactSum.partMax, common < ExactSum.partMax else {
      common = ExactSum.partMax
      return
    }
    var (a, b) = (common, denominator)
    while b != 0 { (a, b) = (b, a % b) }
    // Both below 2^31, so that the product fits.
    common = min(common / a * denominator, ExactSum.partMax)
  }
}
