import LedgerModel

/// The running state of one aggregate, for all groups of a grouping at once: group numbers are
/// dense, so that a state is a few arrays and not an object per group.
protocol AggregateState: AnyObject {
  /// Makes room for groups up to this many; called before a new group gets its first row.
  func grow(to groupCount: Int)
  /// Takes in some rows, in their order.
  func add(_ entries: AggregateEntries) throws
  /// Throws when the exact result does not fit.
  func result(of group: Int) throws -> Value
  /// Values kept beside one number per group; counted against the limit of rows held.
  var heldCount: Int { get }
  /// Memory of all of it, without what texts and lists hold elsewhere.
  var byteCount: Int { get }
}

extension AggregateState {
  var heldCount: Int { 0 }
}

extension Array {
  /// Appends until there are that many.
  mutating func grow(to count: Int, with element: Element) {
    if self.count < count {
      append(contentsOf: repeatElement(element, count: count - self.count))
    }
  }
}
