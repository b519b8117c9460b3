/// How the numbers of a block are packed: as distances from the least one in steps.
struct NumberFrame {
  let base: Int64
  /// The greatest common divisor of the distances; 1 where there is none.
  let step: Int64
  /// Bytes of a distance: 0, 1, 2, 4 or 8.
  let width: Int

  /// For the numbers that are present. Distances that overflow are stored as the numbers are.
  init(_ column: NumberColumn) {
    let zone = ZoneMap(.numbers(column))
    guard let range = zone?.range else {
      self.init(base: 0, step: 1, width: 0)
      return
    }
    let (span, overflows) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
    guard !overflows else {
      self.init(base: 0, step: 1, width: 8)
      return
    }
    var step: Int64 = 0
    for (row, number) in column.numbers.enumerated() {
      if step == 1 { break }
      if let present = column.isPresent, present[row] == 0 { continue }
      step = NumberFrame.divisor(step, number - range.lowerBound)
    }
    let divisor = max(step, 1)
    self.init(base: range.lowerBound, step: divisor, width: NumberFrame.width(of: span / divisor))
  }

  /// How many steps each number lies above the base; 0 for none.
  func distances(_ column: NumberColumn) -> [Int64] {
    guard width > 0 else { return [] }
    var result: [Int64] = []
    result.reserveCapacity(column.numbers.count)
    for number in column.numbers {
      result.append(step == 1 ? number &- base : (number &- base) / step)
    }
    for (row, isPresent) in (column.isPresent ?? []).enumerated() where isPresent == 0 {
      result[row] = 0
    }
    return result
  }

  private init(base: Int64, step: Int64, width: Int) {
    self.base = base
    self.step = step
    self.width = width
  }

  private static func width(of distance: Int64) -> Int {
    switch distance {
    case 0: 0
    case ...0xFF: 1
    case ...0xFFFF: 2
    case ...0xFFFF_FFFF: 4
    default: 8
    }
  }

  private static func divisor(_ first: Int64, _ second: Int64) -> Int64 {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}

extension NumberColumn.Kind {
  /// The kind as two bytes.
  package var stored: (code: UInt8, scale: UInt8) {
    switch self {
    case .integer: (1, 0)
    case .instant: (2, 0)
    case .date: (3, 0)
    case .duration: (4, 0)
    case .position: (5, 0)
    case .decimal(let scale): (6, scale)
    }
  }

  /// None for bytes that stand for no kind.
  package init?(stored code: UInt8, scale: UInt8) {
    switch code {
    case 1: self = .integer
    case 2: self = .instant
    case 3: self = .date
    case 4: self = .duration
    case 5: self = .position
    case 6 where scale <= 18: self = .decimal(scale: scale)
    default: return nil
    }
  }
}
