/// The sort columns of many rows packed into one number a row that orders them, so that rows are
/// sorted by digits and none is compared with another.
struct SortKeys {
  private static let digitBitCount = 11
  /// Fewer rows are sorted sooner by comparing than by counting digits.
  private static let comparedRowCountMax = 128

  private var keys: [UInt64]
  /// Bits that keys use.
  private let bitCount: Int

  /// None where some column has no ranks, or the ranks of all together need more than 64 bits. Calls
  /// `check` at least every few milliseconds. O(rows × columns).
  init?(_ columns: [SortColumn], rowCount: Int, check: () throws -> Void) rethrows {
    keys = [UInt64](repeating: 0, count: rowCount)
    var used = 0
    for column in columns {
      guard let ranks = column.ranks else { return nil }
      guard let packing = try RankPacking(ranks, column, rowCount, check) else { return nil }
      used += packing.bitCount
      guard used <= UInt64.bitWidth else { return nil }
      try packing.append(to: &keys, ranks, column, check)
    }
    bitCount = used
  }

  /// The rows by their keys, rows of equal keys by their number. O(rows × bits).
  func sortedRows(check: () throws -> Void) rethrows -> [Int32] {
    var rows = [Int32](repeating: 0, count: keys.count)
    for row in rows.indices { rows[row] = Int32(truncatingIfNeeded: row) }
    if keys.count <= SortKeys.comparedRowCountMax {
      rows.sort { left, right in
        let (one, other) = (keys[Int(left)], keys[Int(right)])
        return one == other ? left < right : one < other
      }
      return rows
    }
    var spare = rows
    for shift in stride(from: 0, to: bitCount, by: SortKeys.digitBitCount) {
      try distribute(rows, into: &spare, shift, check)
      swap(&rows, &spare)
    }
    return rows
  }

  /// Puts rows in the order of one digit; those with equal ones stay in theirs.
  private func distribute(
    _ rows: [Int32], into target: inout [Int32], _ shift: Int, _ check: () throws -> Void
  ) rethrows {
    let mask = (1 << SortKeys.digitBitCount) - 1
    var next = [Int](repeating: 0, count: mask + 2)
    for key in keys { next[Int(truncatingIfNeeded: key >> UInt64(shift)) & mask + 1] += 1 }
    for digit in 1...mask { next[digit] += next[digit - 1] }
    for (place, row) in rows.enumerated() {
      if place % Pace.stepCount == 0 { try check() }
      let digit = Int(truncatingIfNeeded: keys[Int(row)] >> UInt64(shift)) & mask
      target[next[digit]] = row
      next[digit] += 1
    }
  }
}

/// How the ranks of one column become the lowest bits of a key.
private struct RankPacking {
  private let least: Int64
  /// The greatest rank's distance from the least; what has no value comes behind it.
  private let width: UInt64
  let bitCount: Int

  /// None where ranks lie so far apart that 64 bits do not hold them and none.
  init?(
    _ ranks: [Int64], _ column: SortColumn, _ rowCount: Int, _ check: () throws -> Void
  ) rethrows {
    var (low, high) = (Int64.max, Int64.min)
    for row in 0..<rowCount where !column.isNone[row] {
      low = min(low, ranks[row])
      high = max(high, ranks[row])
    }
    least = low <= high ? low : 0
    width = low <= high ? UInt64(bitPattern: high &- low) : 0
    guard width < UInt64.max else { return nil }
    bitCount = UInt64.bitWidth - (width + 1).leadingZeroBitCount
    try check()
  }

  func append(
    to keys: inout [UInt64], _ ranks: [Int64], _ column: SortColumn, _ check: () throws -> Void
  ) rethrows {
    for row in keys.indices {
      if row % Pace.stepCount == 0 { try check() }
      let distance = UInt64(bitPattern: ranks[row] &- least)
      let place = column.isNone[row] ? width + 1 : column.isDescending ? width - distance : distance
      keys[row] = (bitCount == UInt64.bitWidth ? 0 : keys[row] << UInt64(bitCount)) | place
    }
  }
}
