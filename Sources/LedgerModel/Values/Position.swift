/// A position in the log. Positions start at 1 and have no gaps; 0 is the empty log.
@usableFromInline package struct Position: Sendable, Hashable, Comparable {
  @usableFromInline package var number: UInt64

  package init(_ number: UInt64) { self.number = number }

  package static let empty = Position(0)
  /// Larger than any position that a log can reach: a row that was never closed is open until it.
  package static let never = Position(UInt64.max)

  @inlinable package static func < (left: Position, right: Position) -> Bool {
    left.number < right.number
  }

  package var next: Position { Position(number &+ 1) }
}
