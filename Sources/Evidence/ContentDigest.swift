import Crypto

/// SHA-256 over bytes that come piece by piece.
package struct ContentDigest: Sendable {
  private var hasher = SHA256()

  package init() {}

  package mutating func update(_ bytes: [UInt8]) { hasher.update(data: bytes) }

  /// The digest of everything so far.
  package var value: MerkleHash { MerkleHash(hasher.finalize()) }
}
