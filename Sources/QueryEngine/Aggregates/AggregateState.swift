import LedgerModel

/// The running state of one aggregate, for all groups of a grouping at once: group numbers are
/// dense, so that a state is a few arrays and not an object per group.
protocol AggregateState: AnyObject {
  /// Makes room for groups up to this many; called before a new group gets its first row.
  func grow(to groupCount: Int)
  /// Takes in some rows, in their order.
  func add(_ entries: AggregateEntries) throws
  /// Takes in what a state of the same aggregate found on later rows. Throws `NotMergeable` when the
  /// results might differ from those of all rows in turn.
  func merge(_ later: any AggregateState, _ map: MergeMap) throws
  /// To be called behind the last row, before anybody asks for results. Calls `check` at least every
  /// few milliseconds, and throws what it throws.
  func finish(_ check: () throws -> Void) throws
  /// The results of all groups where they are whole numbers that are there for each; else none.
  var integers: [Int64]? { get }
  /// Throws when the exact result does not fit.
  func result(of group: Int) throws -> Value
  /// Values kept beside one number per group; counted against the limit of rows held. May be less
  /// than there are before `finish`, by no more than half.
  var heldCount: Int { get }
  /// Memory of all of it, without what texts and lists hold elsewhere.
  var byteCount: Int { get }
}

extension AggregateState {
  var heldCount: Int { 0 }

  var integers: [Int64]? { nil }

  func finish(_ check: () throws -> Void) throws {}

  /// A state as one of this kind.
  func own(_ later: any AggregateState) throws -> Self {
    guard let later = later as? Self else { throw NotMergeable() }
    return later
  }
}

extension [Int64] {
  /// Adds the numbers of groups to those that the groups are here.
  mutating func add(_ later: [Int64], _ groups: [Int32]) {
    for (group, number) in later.enumerated() { self[Int(groups[group])] += number }
  }
}

extension Array {
  /// Appends until there are that many.
  mutating func grow(to count: Int, with element: Element) {
    if self.count < count {
      append(contentsOf: repeatElement(element, count: count - self.count))
    }
  }
}
