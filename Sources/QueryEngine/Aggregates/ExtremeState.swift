import LedgerModel

/// `min(x)` and `max(x)` in the order of the argument's type.
final class ExtremeState: AggregateState {
  private let order: ValueOrder
  private let wanted: Precedence
  private var best: [Value] = []

  init(order: ValueOrder, isMaximum: Bool) {
    self.order = order
    wanted = isMaximum ? .after : .before
  }

  func grow(to groupCount: Int) { best.grow(to: groupCount, with: .none) }

  func add(_ row: AggregateRow, to group: Int) {
    if row.value.isNone { return }
    if best[group].isNone || order.compare(row.value, best[group]) == wanted {
      best[group] = row.value
    }
  }

  func result(of group: Int) -> Value { best[group] }
}

/// `first(x)` and `last(x)`: the value of the earliest or latest row by (at, position) that has
/// one; rows equal in both keep their order.
final class BoundaryState: AggregateState {
  private let isLast: Bool
  private var best: [AggregateRow] = []

  init(isLast: Bool) { self.isLast = isLast }

  func grow(to groupCount: Int) { best.grow(to: groupCount, with: AggregateRow()) }

  func add(_ row: AggregateRow, to group: Int) {
    if row.value.isNone { return }
    let known = best[group]
    let isEarlier = (row.at, row.position) < (known.at, known.position)
    if known.value.isNone || isEarlier != isLast { best[group] = row }
  }

  func result(of group: Int) -> Value { best[group].value }
}
