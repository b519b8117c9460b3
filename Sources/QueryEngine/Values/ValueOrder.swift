import Catalog
import LedgerModel
import Text

/// How one value lies to another.
enum Precedence: Sendable {
  case before, same, after

  init<T: Comparable>(_ left: T, _ right: T) {
    self = left < right ? .before : right < left ? .after : .same
  }

  var reversed: Precedence {
    switch self {
    case .before: .after
    case .same: .same
    case .after: .before
    }
  }
}

/// The one order of the values of a type, for comparisons, sorting, groups, minima and sets.
///
/// Text follows the Vietnamese collation, enumerations their declaration, levels the plan from the
/// root down, identifiers their bytes, numbers their exact value whatever their form, periods
/// their start and then their end (an open end is the latest). None comes after everything.
struct ValueOrder {
  private enum Rule {
    case natural
    case text
    /// Words with a rank; others follow in the order of their text.
    case ranked([String: Int])
    indirect case elements(ValueOrder)
  }

  private let rule: Rule
  private let collation: CollationCache

  init(_ type: ValueType, levels: [String], collation: CollationCache) {
    self.collation = collation
    switch type.wrapped {
    case .string: rule = .text
    case .enumeration(let enumeration): rule = .ranked(ValueOrder.ranks(enumeration.cases))
    case .level: rule = .ranked(ValueOrder.ranks(levels))
    case .set(let element):
      rule = .elements(ValueOrder(element, levels: levels, collation: collation))
    default: rule = .natural
    }
  }

  /// True when the order of values rests on the values alone: neither on an enumeration nor on the
  /// levels of a plan.
  var isLasting: Bool {
    switch rule {
    case .natural, .text: true
    case .ranked, .elements: false
    }
  }

  func compare(_ left: Value, _ right: Value) -> Precedence {
    switch (left, right) {
    case (.none, .none): .same
    case (.none, _): .after
    case (_, .none): .before
    case (.integer(let left), .integer(let right)): Precedence(left, right)
    case (.instant(let left), .instant(let right)): Precedence(left, right)
    case (.duration(let left), .duration(let right)): Precedence(left, right)
    case (.string(let left), .string(let right)):
      Precedence(collation.key(of: left), collation.key(of: right))
    case (.symbol(let left), .symbol(let right)): compareWords(left, right)
    case (.entity(let left), .entity(let right)): ValueOrder.compareBytes(left, right)
    case (.set(let left), .set(let right)): compareElements(left, right)
    default: ValueOrder.compareNaturally(left, right)
    }
  }

  /// True when the left value comes first; identifiers and texts are compared once.
  func precedes(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.entity(let left), .entity(let right)): left < right
    case (.string(let left), .string(let right)): collation.key(of: left) < collation.key(of: right)
    default: compare(left, right) == .before
    }
  }

  /// The rank that stands for a value when ranks of the type are whole numbers; none when the
  /// value needs `compare`.
  func rank(_ value: Value) -> Int64? {
    switch value {
    case .integer(let number): number
    case .bool(let flag): flag ? 1 : 0
    case .date(let day): Int64(day.number)
    case .instant(let instant): instant.microseconds
    case .duration(let span): span.microseconds
    case .position(let position): Int64(clamping: position.number)
    case .symbol(let word):
      if case .ranked(let ranks) = rule { ranks[word].map(Int64.init) } else { nil }
    default: nil
    }
  }

  private static func ranks(_ words: [String]) -> [String: Int] {
    Dictionary(zip(words, words.indices), uniquingKeysWith: { first, _ in first })
  }

  private func compareWords(_ left: String, _ right: String) -> Precedence {
    guard case .ranked(let ranks) = rule else { return ValueOrder.compareBytes(left, right) }
    switch (ranks[left], ranks[right]) {
    case (let left?, let right?): return Precedence(left, right)
    case (_?, nil): return .before
    case (nil, _?): return .after
    case (nil, nil): return ValueOrder.compareBytes(left, right)
    }
  }

  private func compareElements(_ left: [Value], _ right: [Value]) -> Precedence {
    guard case .elements(let order) = rule else { return .same }
    for (one, other) in zip(left, right) {
      let found = order.compare(one, other)
      if found != .same { return found }
    }
    return Precedence(left.count, right.count)
  }

  private static func compareBytes(_ left: String, _ right: String) -> Precedence {
    // All text is NFC, and for that the library's order of strings is that of their bytes.
    Precedence(left, right)
  }

  private static func compareNaturally(_ left: Value, _ right: Value) -> Precedence {
    switch (left, right) {
    case (.bool(let left), .bool(let right)): Precedence(left ? 1 : 0, right ? 1 : 0)
    case (.date(let left), .date(let right)): Precedence(left, right)
    case (.position(let left), .position(let right)): Precedence(left, right)
    case (.period(let left), .period(let right)): comparePeriods(left, right)
    case (.calendarDuration(let left), .calendarDuration(let right)):
      Precedence(calendarRank(left), calendarRank(right))
    default: compareNumbers(left, right)
    }
  }

  private static func compareNumbers(_ left: Value, _ right: Value) -> Precedence {
    guard let left = left.exactNumber, let right = right.exactNumber else { return .same }
    return Precedence(left, right)
  }

  private static func comparePeriods(_ left: Period, _ right: Period) -> Precedence {
    let starts = Precedence(left.start, right.start)
    if starts != .same { return starts }
    switch (left.end, right.end) {
    case (let left?, let right?): return Precedence(left, right)
    case (nil, nil): return .same
    case (nil, _): return .after
    case (_, nil): return .before
    }
  }

  /// Months, quarters and years on one scale; working days, which have none, before all of them.
  private static func calendarRank(_ span: CalendarSpan) -> OrderedPair {
    switch span.unit {
    case .workingDay: OrderedPair(first: 0, second: span.count)
    case .month: OrderedPair(first: 1, second: span.count)
    case .quarter: OrderedPair(first: 1, second: span.count.multipliedClamping(by: 3))
    case .year: OrderedPair(first: 1, second: span.count.multipliedClamping(by: 12))
    }
  }

  private struct OrderedPair: Comparable {
    let first: Int
    let second: Int64

    static func < (left: OrderedPair, right: OrderedPair) -> Bool {
      (left.first, left.second) < (right.first, right.second)
    }
  }
}

extension Int64 {
  fileprivate func multipliedClamping(by factor: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? (self < 0 ? .min : .max) : product
  }
}
