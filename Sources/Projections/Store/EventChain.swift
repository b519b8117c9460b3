import LedgerModel

/// The positions of many entities' events as linked lists in two arrays: an entity keeps the
/// index of its last link.
struct EventChain: Sendable {
  static let none: Int32 = -1

  private var positions: [Position] = []
  private var previous: [Int32] = []

  mutating func append(_ position: Position, after last: Int32) -> Int32 {
    precondition(positions.count < Int(Int32.max), "a source has at most 2^31 links")
    positions.append(position)
    previous.append(last)
    return Int32(positions.count - 1)
  }

  /// The positions of the list that ends at that link, ascending, each once.
  func positions(endingAt last: Int32) -> [Position] {
    var found: Set<Position> = []
    var link = last
    while link != EventChain.none {
      found.insert(positions[Int(link)])
      link = previous[Int(link)]
    }
    return found.sorted()
  }
}
