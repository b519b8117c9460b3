package import LedgerModel

/// An index of another shape than rows that is stored beside them, so that a question need not read
/// the log for it.
///
/// It is written with the rows, in the same commit, and may be deleted at any time as they may.
package protocol StoredIndex: LogFollower {
  /// What is to be written; none when nothing is new.
  func changes() -> IndexChanges?
  /// Says that the changes are stored.
  func settle()
}

/// What an index has gained since it was stored last.
package struct IndexChanges: Sendable {
  /// Under which it is stored; names the form of its parts too.
  package let name: String
  /// Takes the place of the header that is stored.
  package let header: [UInt8]
  /// The number of the first part written; stored parts from there on are deleted.
  package let first: Int
  package let parts: [[UInt8]]

  package init(name: String, header: [UInt8], first: Int, parts: [[UInt8]]) {
    self.name = name
    self.header = header
    self.first = first
    self.parts = parts
  }
}

/// Brings the indexes of a store to the position that its sources have reached.
package typealias Indexing = (ProjectionStore, Position) throws -> [any StoredIndex]
