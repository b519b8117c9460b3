import Catalog
import LedgerModel
import QueryPlan

/// Exact arithmetic on values: a result that does not fit is an error, never a wrapped or rounded
/// number. None in, none out; division by zero is none.
struct Arithmetic {
  let operation: ArithmeticOperation
  /// Settles what the operands leave open: a date plus a length is a date or an instant.
  let type: ValueType
  let calendar: CampaignCalendar
  let origin: Range<Int>?

  func apply(_ left: Value, _ right: Value) throws -> Value {
    switch (left, right) {
    case (.none, _), (_, .none): return .none
    case (.integer(let left), .integer(let right)): return try integers(left, right)
    case (.integer(let left), .decimal(let right)):
      return try decimals(ExactDecimal(mantissa: left), right)
    case (.decimal(let left), .integer(let right)):
      return try decimals(left, ExactDecimal(mantissa: right))
    case (.decimal(let left), .decimal(let right)): return try decimals(left, right)
    default: break
    }
    if let left = left.exactNumber, let right = right.exactNumber {
      return try ratios(left, right)
    }
    return try times(left, right)
  }

  var overflow: ExecutionError { .overflow(operation: operation.rawValue, origin: origin) }
  var outOfRange: ExecutionError { .timeOutOfRange(operation: operation.rawValue, origin: origin) }
  var unexpected: ExecutionError { .unexpectedValue(operation: operation.rawValue, origin: origin) }

  private func integers(_ left: Int64, _ right: Int64) throws -> Value {
    let (result, didOverflow) =
      switch operation {
      case .add: left.addingReportingOverflow(right)
      case .subtract: left.subtractingReportingOverflow(right)
      case .multiply: left.multipliedReportingOverflow(by: right)
      case .divide: (Int64(0), false)
      }
    if operation == .divide {
      // The parts stay as they were counted: 18/21 is not 6/7.
      return Ratio(Int128(left), Int128(right)).map { .ratio($0) } ?? .none
    }
    guard !didOverflow else { throw overflow }
    return .integer(result)
  }

  private func decimals(_ left: ExactDecimal, _ right: ExactDecimal) throws -> Value {
    if operation == .divide { return try ratios(Ratio(left), Ratio(right)) }
    if operation == .multiply {
      let product = Int128(left.mantissa) * Int128(right.mantissa)
      return .decimal(try fitted(product, scale: Int(left.scale) + Int(right.scale)))
    }
    let scale = max(left.scale, right.scale)
    let first = Int128(left.mantissa) * ExactDecimal.power(scale - left.scale)
    let second = Int128(right.mantissa) * ExactDecimal.power(scale - right.scale)
    return .decimal(
      try fitted(operation == .add ? first + second : first - second, scale: Int(scale)))
  }

  private func fitted(_ mantissa: Int128, scale: Int) throws -> ExactDecimal {
    guard let decimal = ExactDecimal(fitting: mantissa, scale: scale) else { throw overflow }
    return decimal
  }

  private func ratios(_ left: Ratio, _ right: Ratio) throws -> Value {
    if operation == .divide, right.numerator == 0 { return .none }
    let result =
      switch operation {
      case .add: left.adding(right)
      case .subtract: left.adding(right.negated)
      case .multiply: left.multiplied(by: right)
      case .divide: left.divided(by: right)
      }
    guard let result else { throw overflow }
    return .ratio(result)
  }
}

extension ExactDecimal {
  /// The decimal of that value; trailing zeros behind the point go when they are in the way. None
  /// when it does not fit in 64 bits or 18 digits behind the point.
  init?(fitting mantissa: Int128, scale: Int) {
    var (mantissa, scale) = (mantissa, scale)
    while scale > 0, scale > 18 || Int64(exactly: mantissa) == nil, mantissa % 10 == 0 {
      mantissa /= 10
      scale -= 1
    }
    guard let narrow = Int64(exactly: mantissa), scale <= 18 else { return nil }
    self.init(mantissa: narrow, scale: UInt8(scale))
  }

  /// Ten to that power; at most 18.
  static func power(_ exponent: UInt8) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }
}
