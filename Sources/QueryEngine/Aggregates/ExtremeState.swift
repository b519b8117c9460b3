import Columns
import LedgerModel

/// `min(x)` and `max(x)` in the order of the argument's type.
final class ExtremeState: AggregateState {
  private let order: ValueOrder
  private let isMaximum: Bool
  /// The best of each group, numbers as numbers while all are of one kind.
  private var best: [Value] = []
  private var numbers: [Int64] = []
  private var kind: NumberColumn.Kind?
  /// What values there were, to be sure that their order is one.
  private var family: Value.Family?
  private var isMixed = false

  init(order: ValueOrder, isMaximum: Bool) {
    self.order = order
    self.isMaximum = isMaximum
  }

  func grow(to groupCount: Int) {
    best.grow(to: groupCount, with: .none)
    numbers.grow(to: groupCount, with: worst)
  }

  private var worst: Int64 { isMaximum ? .min : .max }

  func add(_ entries: AggregateEntries) {
    guard let column = entries.numbers, kind == nil || kind == column.kind,
      let rows = entries.values?.rows
    else { return addValues(entries) }
    kind = column.kind
    note(column.kind.value(0))
    for (entry, group) in entries.groups.enumerated() {
      let (row, group) = (Int(rows[entry]), Int(group))
      if let present = column.isPresent, present[row] == 0 { continue }
      let number = column.numbers[row]
      let isBetter = isMaximum ? number >= numbers[group] : number <= numbers[group]
      // Equal to the worst there is: the group may have had no value before.
      if isBetter, number != numbers[group] || number == worst { take(number, column.kind, group) }
    }
  }

  private func take(_ number: Int64, _ kind: NumberColumn.Kind, _ group: Int) {
    let value = kind.value(number)
    if isBetter(value, than: best[group]) { best[group] = value }
    numbers[group] = number
  }

  private func addValues(_ entries: AggregateEntries) {
    for (entry, group) in entries.groups.enumerated() {
      let value = entries.value(entry)
      if value.isNone { continue }
      note(value)
      if isBetter(value, than: best[Int(group)]) { best[Int(group)] = value }
    }
  }

  private func note(_ value: Value) {
    let found = value.family
    if let family, family != found { isMixed = true }
    family = found
  }

  func merge(_ later: any AggregateState, _ map: MergeMap) throws {
    let later = try own(later)
    if later.family == nil { return }
    if isMixed || later.isMixed || (family ?? later.family) != later.family {
      throw NotMergeable()
    }
    family = later.family
    for (group, value) in later.best.enumerated() where !value.isNone {
      let group = Int(map.groups[group])
      // `numbers` may stay behind: they only rule out what is surely no better.
      if isBetter(value, than: best[group]) { best[group] = value }
    }
  }

  private func isBetter(_ value: Value, than known: Value) -> Bool {
    if known.isNone { return true }
    return order.compare(value, known) == (isMaximum ? .after : .before)
  }

  func result(of group: Int) -> Value { best[group] }

  var byteCount: Int { best.count * (MemoryLayout<Value>.stride + 8) }
}

extension Value {
  /// Kinds of values within which the order of a type tells any two apart or equal.
  fileprivate enum Family {
    case number, instant, date, duration, calendarDuration, position, period, flag, text, word
    case identifier, set, other
  }

  fileprivate var family: Family {
    switch self {
    case .integer, .decimal, .ratio: .number
    case .instant: .instant
    case .date: .date
    case .duration: .duration
    case .calendarDuration: .calendarDuration
    case .position: .position
    case .period: .period
    case .bool: .flag
    case .string: .text
    case .symbol: .word
    case .entity: .identifier
    case .set: .set
    default: .other
    }
  }
}

/// `first(x)` and `last(x)`: the value of the earliest or latest row by (at, position) that has
/// one; rows equal in both keep their order.
final class BoundaryState: AggregateState {
  private let isLast: Bool
  private var best: [Value] = []
  private var moments: [RowMoment] = []

  init(isLast: Bool) { self.isLast = isLast }

  func grow(to groupCount: Int) {
    best.grow(to: groupCount, with: .none)
    moments.grow(to: groupCount, with: RowMoment(at: 0, position: 0))
  }

  func add(_ entries: AggregateEntries) {
    for (entry, group) in entries.groups.enumerated() {
      let (moment, group) = (entries.moments[entry], Int(group))
      let known = moments[group]
      let isEarlier = (moment.at, moment.position) < (known.at, known.position)
      guard isEarlier != isLast || best[group].isNone else { continue }
      let value = entries.value(entry)
      if value.isNone { continue }
      best[group] = value
      moments[group] = moment
    }
  }

  func merge(_ later: any AggregateState, _ map: MergeMap) throws {
    let later = try own(later)
    for (group, value) in later.best.enumerated() where !value.isNone {
      let (moment, group) = (later.moments[group], Int(map.groups[group]))
      let known = moments[group]
      let isEarlier =
        moment.at < known.at
        || moment.at == known.at && !map.hasRowOrder && moment.position < known.position
      guard isEarlier != isLast || best[group].isNone else { continue }
      best[group] = value
      moments[group] = moment
    }
  }

  func result(of group: Int) -> Value { best[group] }

  var byteCount: Int {
    best.count * (MemoryLayout<Value>.stride + MemoryLayout<RowMoment>.stride)
  }
}
