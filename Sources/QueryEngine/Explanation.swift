package import LedgerModel
package import QueryPlan

/// One line of the answer to `why`.
package struct Explanation: Sendable, Hashable {
  /// A case of `Lineage.part`.
  package let part: String
  package let position: Position?
  package let at: Instant?
  package let text: String

  package init(_ part: String, _ text: String, position: Position? = nil, at: Instant? = nil) {
    self.part = part
    self.text = text
    self.position = position
    self.at = at
  }
}

extension QueryWorld {
  /// A world without a log has nothing to tell.
  package func explain(
    _ keys: [[Value]], of source: String, reading: Reading
  ) throws -> [[Explanation]] { keys.map { _ in [] } }

  package func digest(of rows: [[Value]]) -> String { "" }

  /// A world without ranges of its blocks leaves none out.
  package var skippedBlockCount: Int { 0 }
}
