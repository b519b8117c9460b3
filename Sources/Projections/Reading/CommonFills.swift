import Columns
import LedgerModel

/// What the core adds to the rows of every source, computed on whole columns: once per distinct
/// code where a column has codes.
struct CommonFills {
  let campaigns: CampaignList
  /// The tree that levels are read from; none when no column asks for a level.
  var tree: TreeOfDay?

  /// Days as the first instant of the day, pairs of days as periods, in the zone of the row's
  /// campaign.
  func settled(
    _ column: Column, _ time: ScanPlan.SettledTime, campaign: Column, rowCount: Int
  ) -> Column {
    switch (column, time) {
    case (.numbers(let numbers), .instant) where numbers.kind == .date:
      return .numbers(starts(of: numbers, campaign))
    case (.constant(let value), _) where settles(value, time):
      break
    case (.coded, _), (.values, _): break
    default: return column
    }
    let zones = RowMemo(campaign) { campaigns.zone(of: $0.text) }
    return .values(
      (0..<rowCount).map { row in
        CommonFills.settled(column.value(at: row), time, zones[row])
      })
  }

  private func settles(_ value: Value, _ time: ScanPlan.SettledTime) -> Bool {
    switch (value, time) {
    case (.date, .instant), (.set, .period): true
    default: false
    }
  }

  private func starts(of days: NumberColumn, _ campaign: Column) -> NumberColumn {
    let zones = RowMemo(campaign) { campaigns.zone(of: $0.text) }
    let numbers = days.numbers.enumerated().map { row, number in
      zones[row].start(of: Day(number: Int32(truncatingIfNeeded: number))).microseconds
    }
    return NumberColumn(kind: .instant, numbers: numbers, isPresent: days.isPresent)
  }

  private static func settled(
    _ value: Value, _ time: ScanPlan.SettledTime, _ zone: CivilZone
  ) -> Value {
    switch (time, value) {
    case (.instant, .date(let day)): return .instant(zone.start(of: day))
    case (.period, .set(let bounds)):
      guard let start = bounds.first?.day else { return value }
      let end = bounds.count > 1 ? bounds[1].day : nil
      return .period(
        Period(start: zone.start(of: start), end: end.map { zone.start(of: $0) }))
    default: return value
    }
  }

  /// The stored level, and where there is none that of the unit.
  func level(stored: Column?, unit: Column, rowCount: Int) -> Column {
    let levels = RowMemo(unit) { unit in
      Value.symbol(unit.text.flatMap { id in tree.flatMap { $0.level(of: id) } })
    }
    if stored == nil, case .constant = unit { return .constant(levels[0]) }
    var table: [Value] = [.none]
    var codes: [UInt32] = []
    codes.reserveCapacity(rowCount)
    var known: [Value: UInt32] = [.none: 0]
    for row in 0..<rowCount {
      let own = stored?.value(at: row) ?? .none
      let value = own.isNone ? levels[row] : own
      let code = known[value] ?? UInt32(table.count)
      if Int(code) == table.count {
        known[value] = code
        table.append(value)
      }
      codes.append(code)
    }
    return .coded(CodedColumn(codes: Codes(codes), values: table))
  }

  /// True where a row was recorded later than its campaign tolerates.
  func backdated(at: Column, recorded: Column, campaign: Column, rowCount: Int) -> Column {
    let tolerance = RowMemo(campaign) {
      campaigns.settings(of: $0.text).backdatedAfter.microseconds
    }
    var bytes = [UInt8](repeating: FlagColumn.none, count: rowCount)
    for row in 0..<rowCount {
      guard let time = at.value(at: row).instant, let known = recorded.value(at: row).instant
      else { continue }
      let lag = known.microseconds.subtractingReportingOverflow(time.microseconds)
      bytes[row] = !lag.overflow && lag.partialValue > tolerance[row] ? 1 : 0
    }
    return .flags(FlagColumn(bytes: bytes))
  }
}

/// What a function makes of a column's values, computed once per distinct code.
final class RowMemo<Result> {
  private let column: Column
  private let make: (Value) -> Result
  private var known: [Result?] = []

  init(_ column: Column, _ make: @escaping (Value) -> Result) {
    self.column = column
    self.make = make
    switch column {
    case .coded(let coded): known = Array(repeating: nil, count: coded.values.count)
    case .constant: known = [nil]
    default: break
    }
  }

  subscript(row: Int) -> Result {
    let place: Int
    switch column {
    case .coded(let coded): place = coded.codes[row]
    case .constant: place = 0
    default: return make(column.value(at: row))
    }
    if let result = known[place] { return result }
    let result = make(column.value(at: row))
    known[place] = result
    return result
  }
}
