import Catalog
import LedgerModel
import QueryPlan

/// Adds the groups of periods in which nothing happened: every period from the first group to the
/// last (or of `over`) beside every combination of the other keys that was seen.
struct PeriodFiller {
  private let keys: [PlanGroupKey]
  private let calendar: CampaignCalendar
  private let over: Period?
  /// Which key is the period; none when there is not exactly one.
  private let place: Int?

  init(_ keys: [PlanGroupKey], run: Execution, over: Period?) {
    self.keys = keys
    self.over = over
    calendar = run.calendar
    let periods = keys.indices.filter { keys[$0].expression.type.wrapped == .period }
    place = periods.count == 1 ? periods[0] : nil
  }

  /// The groups with those added. `limit` is told how many there will be.
  func filled(_ groups: [KeyedGroup], limit: (Int) throws -> Void) throws -> [KeyedGroup] {
    guard let place, let periods = try periods(of: groups, place: place, limit: limit) else {
      return groups
    }
    var known = KeyIndex(keyCount: keys.count)
    for group in groups { _ = known.number(of: group.keys) }
    var others = KeyIndex(keyCount: keys.count)
    var result = groups
    // With no other key there is one combination of them, even when nothing was seen.
    let seen = groups.isEmpty && keys.count == 1 ? [[Value.none]] : groups.map(\.keys)
    for var keys in seen {
      keys[place] = .none
      let count = others.count
      guard others.number(of: keys) == count else { continue }
      for period in periods {
        keys[place] = .period(period)
        let count = known.count
        guard known.number(of: keys) == count else { continue }
        result.append(KeyedGroup(keys: keys, number: nil))
        if result.count % ExecutionLimits.batchRowCountMax == 0 { try limit(result.count) }
      }
      try limit(result.count)
    }
    return result
  }

  /// All periods from the first to the last; none when no group has one.
  private func periods(
    of groups: [KeyedGroup], place: Int, limit: (Int) throws -> Void
  ) throws -> [Period]? {
    let seen = groups.compactMap { group -> Period? in
      if case .period(let period) = group.keys[place] { period } else { nil }
    }
    let earliest = seen.min { $0.start < $1.start }
    let latest = seen.max { $0.start < $1.start }
    let lastOver = over?.end.map { Instant(microseconds: $0.microseconds - 1) }
    guard let start = over?.start ?? earliest?.start, let last = lastOver ?? latest?.start else {
      return nil
    }
    let step = step(of: place, like: earliest)
    guard var period = step(start) else { return nil }
    var periods: [Period] = []
    while period.start <= last {
      periods.append(period)
      try limit(periods.count)
      guard let end = period.end, let next = step(end), next.start > period.start else { break }
      period = next
    }
    return periods
  }

  /// How periods of that key follow each other: the period that an instant lies in.
  private func step(of place: Int, like sample: Period?) -> (Instant) -> Period? {
    let zone = calendar.zone
    switch keys[place].expression.kind {
    case .call(.day, _): return { zone.period(.day, of: $0) }
    case .call(.week, _): return { zone.period(.week, of: $0) }
    case .call(.month, _): return { zone.period(.month, of: $0) }
    case .call(.quarter, _): return { zone.period(.quarter, of: $0) }
    case .call(.bin, let arguments):
      if arguments.count == 2, case .constant(.duration(let width)) = arguments[1].kind {
        return { zone.bin($0, width: width) }
      }
    default: break
    }
    return step(like: sample)
  }

  /// The same for a key that was computed earlier: told by the shape of its first period.
  private func step(like sample: Period?) -> (Instant) -> Period? {
    let zone = calendar.zone
    guard let sample, let end = sample.end else { return { _ in nil } }
    for unit in CalendarUnit.allCases where zone.period(unit, of: sample.start) == sample {
      return { zone.period(unit, of: $0) }
    }
    let width = end.span(since: sample.start)
    return { zone.bin($0, width: width) }
  }
}
