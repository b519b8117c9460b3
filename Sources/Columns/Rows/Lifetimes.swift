package import LedgerModel

/// From which and until which position the rows of a block hold: 32-bit distances from the first
/// opening of the block.
package struct Lifetimes: Sendable, Hashable {
  /// Says that a row was never closed; a block therefore spans fewer than 2³² − 1 positions.
  package static let never = UInt32.max

  package let base: UInt64
  package private(set) var from: [UInt32]
  /// Absent as long as no row was closed.
  package private(set) var until: [UInt32]?
  package private(set) var closedCount = 0
  /// The last closing; 0 without one.
  private var lastUntil: UInt32 = 0
  /// The first closing; `never` without one.
  private var firstUntil = Lifetimes.never

  /// Rows that nothing closed yet; openings ascend.
  package init(from: [Position]) {
    let base = from.first?.number ?? 0
    self.base = base
    self.from = from.map { Lifetimes.distance(of: $0, from: base) }
  }

  /// As they were stored.
  package init(base: UInt64, from: [UInt32], until: [UInt32]?) {
    precondition(until.map { $0.count == from.count } ?? true, "one until per row")
    self.base = base
    self.from = from
    self.until = until
    for place in until ?? [] where place != Lifetimes.never {
      closedCount += 1
      lastUntil = max(lastUntil, place)
      firstUntil = min(firstUntil, place)
    }
  }

  package var rowCount: Int { from.count }

  package func from(_ row: Int) -> Position { Position(base + UInt64(from[row])) }

  package func until(_ row: Int) -> Position {
    guard let until, until[row] != Lifetimes.never else { return .never }
    return Position(base + UInt64(until[row]))
  }

  /// False when nothing was closed at `position` or later. O(1).
  func hasClosings(from position: Position) -> Bool {
    closedCount > 0 && base + UInt64(lastUntil) >= position.number
  }

  package mutating func close(_ row: Int, at position: Position) {
    precondition(self.until(row) == .never, "a row is closed once")
    let place = Lifetimes.distance(of: position, from: base)
    if until == nil { until = [UInt32](repeating: Lifetimes.never, count: from.count) }
    until?[row] = place
    closedCount += 1
    lastUntil = max(lastUntil, place)
    firstUntil = min(firstUntil, place)
  }

  /// The rows that hold at `position`: opened at or before it and not yet closed there. None when
  /// there is no such row. O(rows), O(log rows) where nothing was closed by then.
  package func mask(visibleAt position: Position) -> Mask? {
    guard position.number >= base else { return nil }
    let place = UInt32(clamping: min(position.number - base, UInt64(Lifetimes.never - 1)))
    let opened = openedCount(through: place)
    guard opened > 0 else { return nil }
    guard let until, firstUntil <= place else { return Mask(first: opened, of: rowCount) }
    if closedCount == rowCount, lastUntil <= place { return nil }
    var bytes = [UInt8](repeating: 0, count: rowCount)
    var target = bytes.mutableSpan
    let ends = until.span.extracting(0..<opened)
    var seen: UInt8 = 0
    for row in 0..<ends.count {
      let isOpen: UInt8 = ends[row] > place ? 1 : 0
      target[row] = isOpen
      seen |= isOpen
    }
    return seen == 1 ? Mask(bytes: bytes) : nil
  }

  /// How many rows were opened at or before that place; a prefix found by binary search.
  private func openedCount(through place: UInt32) -> Int {
    if let last = from.last, last <= place { return from.count }
    var (low, high) = (0, from.count)
    while low < high {
      let middle = (low + high) / 2
      if from[middle] <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How many rows were opened at or before `position`.
  package func openedCount(through position: Position) -> Int {
    guard position.number >= base else { return 0 }
    return openedCount(
      through: UInt32(clamping: min(position.number - base, UInt64(Lifetimes.never - 1))))
  }

  private static func distance(of position: Position, from base: UInt64) -> UInt32 {
    let distance = position.number - base
    precondition(distance < UInt64(never), "a block spans fewer than 2^32 - 1 positions")
    return UInt32(distance)
  }

  /// The rows of consecutive runs as one.
  package static func joined(_ parts: [Lifetimes]) -> Lifetimes {
    let base = parts.first?.base ?? 0
    let isClosed = parts.contains { $0.until != nil }
    var from: [UInt32] = []
    var until: [UInt32] = []
    // Most blocks of a ledger are held like this for as long as it is folded: no room to spare.
    let rowCount = parts.reduce(0) { $0 + $1.rowCount }
    from.reserveCapacity(rowCount)
    if isClosed { until.reserveCapacity(rowCount) }
    for part in parts {
      for row in 0..<part.rowCount {
        from.append(distance(of: part.from(row), from: base))
        guard isClosed else { continue }
        let end = part.until(row)
        until.append(end == .never ? never : distance(of: end, from: base))
      }
    }
    return Lifetimes(base: base, from: from, until: isClosed ? until : nil)
  }
}
