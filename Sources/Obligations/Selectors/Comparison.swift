import LedgerModel
import Projections
import QuerySyntax
import Text

/// How two values of a rule compare: texts, symbols and ids by what they say, numbers by value,
/// times against the period that a date names.
struct Comparison {
  /// In which days become instants.
  let zone: CivilZone

  func holds(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> Bool {
    switch operation {
    case .equal: isEqual(left, right)
    case .notEqual: !isEqual(left, right)
    case .resembles: resembles(left, right)
    case .differs: !resembles(left, right)
    case .less: isBefore(left, right, orEqual: false)
    case .lessOrEqual: isBefore(left, right, orEqual: true)
    case .greater: isAfter(left, right, orEqual: false)
    case .greaterOrEqual: isAfter(left, right, orEqual: true)
    default: false
    }
  }

  func isMember(_ element: Value, of set: Value) -> Bool {
    if case .set(let elements) = set { return elements.contains { isEqual(element, $0) } }
    return isWithin(element, set) ?? false
  }

  func isEqual(_ left: Value, _ right: Value) -> Bool {
    if let first = left.text, let second = right.text { return first == second }
    if let first = number(left), let second = number(right) { return first == second }
    return isWithin(left, right) ?? isWithin(right, left) ?? (left == right)
  }

  private func resembles(_ left: Value, _ right: Value) -> Bool {
    guard let text = left.text, let needle = right.text else { return false }
    return foldedContains(haystackFolded: fold(text), needleFolded: fold(needle))
  }

  /// `t < P` means before its start, `t <= P` before its end.
  private func isBefore(_ left: Value, _ right: Value, orEqual: Bool) -> Bool {
    if case .integer(let first) = left, case .integer(let second) = right {
      return orEqual ? first <= second : first < second
    }
    if let first = number(left), let second = number(right) {
      return orEqual ? first <= second : first < second
    }
    if case .date(let first) = left, case .date(let second) = right {
      return orEqual ? first <= second : first < second
    }
    if let time = time(of: left), case .period(let period) = right {
      return orEqual ? period.end.map { time < $0 } ?? true : time < period.start
    }
    if case .instant(let first) = left, case .instant(let second) = right {
      return orEqual ? first <= second : first < second
    }
    return false
  }

  private func isAfter(_ left: Value, _ right: Value, orEqual: Bool) -> Bool {
    if let time = time(of: left), case .period(let period) = right {
      return orEqual ? time >= period.start : period.end.map { time >= $0 } ?? false
    }
    return isBefore(right, left, orEqual: orEqual)
  }

  /// Whether a time lies in a period; none when they are no such pair.
  private func isWithin(_ value: Value, _ period: Value) -> Bool? {
    guard let time = time(of: value), case .period(let period) = period else { return nil }
    return period.start == period.end ? time == period.start : period.contains(time)
  }

  private func number(_ value: Value) -> ExactDecimal? {
    switch value {
    case .integer(let number): ExactDecimal(mantissa: number)
    case .decimal(let number): number
    default: nil
    }
  }

  private func time(of value: Value) -> Instant? {
    switch value {
    case .instant(let instant): instant
    case .date(let day): zone.start(of: day)
    default: nil
    }
  }
}
