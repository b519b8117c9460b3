import Columns
import LedgerModel
import Text

/// One sort key of many rows, reduced to what comparing rows needs: a whole number per row where
/// that keeps the order, so that no text is collated twice and no value is unpacked in the sort.
struct SortColumn {
  private enum Keys {
    case ranks([Int64])
    case values([Value], ValueOrder)
  }

  private let keys: Keys
  let isNone: [Bool]
  let isDescending: Bool

  /// A whole number per row that keeps the order, whatever it is where there is no value; none where
  /// values have to be compared.
  var ranks: [Int64]? { if case .ranks(let ranks) = keys { ranks } else { nil } }

  /// `check` is called at least once every 4,096 rows and may throw to end the work. `isUnique` says
  /// that no value comes twice, so that nothing is gained by finding equal ones.
  init(
    _ values: [Value], order: ValueOrder, isDescending: Bool = false, isUnique: Bool = false,
    check: () throws -> Void = {}
  ) rethrows {
    self.isDescending = isDescending
    isNone = values.map(\.isNone)
    if let ranks = try SortColumn.ranks(values, order, check) {
      keys = ranks
    } else {
      let ranks = try SortColumn.textRanks(values, order, isUnique: isUnique, check: check)
      keys = ranks ?? .values(values, order)
    }
  }

  /// Rows that all have a value, which is its own rank.
  init(ranks: [Int64]) {
    self.init(
      .ranks(ranks), isNone: Array(repeating: false, count: ranks.count), isDescending: false)
  }

  private init(_ keys: Keys, isNone: [Bool], isDescending: Bool) {
    self.keys = keys
    self.isNone = isNone
    self.isDescending = isDescending
  }

  /// The same for a column in whatever form: numbers are their own ranks, codes get one each.
  init(
    _ column: Column, count: Int, order: ValueOrder, isDescending: Bool = false, cache: RankCache,
    check: () throws -> Void
  ) throws {
    switch column {
    case .numbers(let numbers):
      let isNone = numbers.isPresent.map { $0.map { $0 == 0 } }
      self.init(
        .ranks(numbers.numbers), isNone: isNone ?? Array(repeating: false, count: count),
        isDescending: isDescending)
    case .coded(let coded):
      self.init(
        .ranks(try SortColumn.codeRanks(coded, order, cache, check: check)),
        isNone: (0..<count).map { coded.codes[$0] == 0 }, isDescending: isDescending)
    case .values(let values) where values.count == count:
      try self.init(values, order: order, isDescending: isDescending, check: check)
    default:
      try self.init(
        column.values(count), order: order, isDescending: isDescending, check: check)
    }
  }

  /// How two rows lie to each other; none is last in both directions.
  func compare(_ left: Int, _ right: Int) -> Precedence {
    if isNone[left] || isNone[right] {
      return isNone[left] == isNone[right] ? .same : isNone[left] ? .after : .before
    }
    let found =
      switch keys {
      case .ranks(let ranks): Precedence(ranks[left], ranks[right])
      case .values(let values, let order): order.compare(values[left], values[right])
      }
    return isDescending ? found.reversed : found
  }

  func isNone(_ row: Int) -> Bool { isNone[row] }

  private static func ranks(
    _ values: [Value], _ order: ValueOrder, _ check: () throws -> Void
  ) rethrows -> Keys? {
    var ranks: [Int64] = []
    ranks.reserveCapacity(values.count)
    for (row, value) in values.enumerated() {
      if row % Pace.stepCount == 0 { try check() }
      if value.isNone {
        ranks.append(0)
      } else {
        guard let rank = order.rank(value) else { return nil }
        ranks.append(rank)
      }
    }
    return .ranks(ranks)
  }

  /// The rank of every row's code among the codes that occur; values that the order does not tell
  /// apart share one.
  private static func codeRanks(
    _ column: CodedColumn, _ order: ValueOrder, _ cache: RankCache, check: () throws -> Void
  ) throws -> [Int64] {
    let codes = column.codes.widened
    if let ranks = try cache.ranks(of: column, order, check: check) {
      return codes.map { Int64(ranks[Int($0)]) }
    }
    // By code the place among those that occur; values are made of these alone.
    var places = [Int32](repeating: -1, count: column.values.count)
    var values: [Value] = []
    for code in codes where code != 0 && places[Int(code)] < 0 {
      places[Int(code)] = Int32(values.count)
      values.append(column.values[Int(code)])
      if values.count % ExecutionLimits.batchRowCountMax == 0 { try check() }
    }
    var comparisonCount = 0
    let sorted = try values.indices.sorted { left, right in
      comparisonCount += 1
      if comparisonCount % ExecutionLimits.batchRowCountMax == 0 { try check() }
      return order.precedes(values[left], values[right])
    }
    var ranks = [Int64](repeating: 0, count: values.count)
    for (rank, place) in sorted.enumerated().dropFirst() {
      let before = sorted[rank - 1]
      let isSame = order.compare(values[before], values[place]) == .same
      ranks[place] = ranks[before] + (isSame ? 0 : 1)
    }
    return codes.map { places[Int($0)] < 0 ? 0 : ranks[Int(places[Int($0)])] }
  }

  /// Ranks among the distinct values, for texts and identifiers, of which there are few.
  private static func textRanks(
    _ values: [Value], _ order: ValueOrder, isUnique: Bool, check: () throws -> Void
  ) rethrows -> Keys? {
    guard values.allSatisfy({ $0.isNone || $0.text != nil }) else { return nil }
    var interner = ValueInterner()
    var codes = Array(values.indices)
    if !isUnique {
      for (row, value) in values.enumerated() {
        codes[row] = interner.code(of: value)
        if row % ExecutionLimits.batchRowCountMax == 0 { try check() }
      }
    }
    let distinct = isUnique ? values : interner.values
    var comparisonCount = 0
    let sorted = try distinct.indices.sorted { left, right in
      comparisonCount += 1
      if comparisonCount % ExecutionLimits.batchRowCountMax == 0 { try check() }
      return order.precedes(distinct[left], distinct[right])
    }
    var rankOfCode = [Int64](repeating: 0, count: distinct.count)
    for (rank, code) in sorted.enumerated() { rankOfCode[code] = Int64(rank) }
    return .ranks(codes.map { rankOfCode[$0] })
  }
}

extension [SortColumn] {
  /// The first row's precedence by the first key in which the rows differ.
  func compare(_ left: Int, _ right: Int) -> Precedence {
    for column in self {
      let found = column.compare(left, right)
      if found != .same { return found }
    }
    return .same
  }
}
