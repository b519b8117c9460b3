package import LedgerModel

/// An event that a fold could not take in. The rows of its source stand without it.
package struct QuarantinedEvent: Sendable, Hashable {
  package let source: String
  package let position: Position
  package let reason: String
}
