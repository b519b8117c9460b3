package import Crypto

/// The three hashes of RFC 9162 §2.1.1. The first byte keeps leaves and inner nodes apart, so that
/// no record can be passed off as a subtree.
extension MerkleHash {
  /// The root of an empty tree: the hash of no bytes.
  package static let empty = MerkleHash(SHA256().finalize())

  /// The hash of one record: SHA-256 of `00` and the stored bytes.
  package init(leaf bytes: Span<UInt8>) {
    var hasher = SHA256()
    let prefix: [1 of UInt8] = [0]
    hasher.update(prefix.span)
    hasher.update(bytes)
    self.init(hasher.finalize())
  }

  /// The hash of a node above two others: SHA-256 of `01`, the left and the right hash.
  package init(left: MerkleHash, right: MerkleHash) {
    var input: [65 of UInt8] = .init(repeating: 1)
    left.write(to: &input, at: 1)
    right.write(to: &input, at: 1 + Self.byteCount)
    var hasher = SHA256()
    hasher.update(input.span)
    self.init(hasher.finalize())
  }

  /// The root of a perfect tree over `hashes`, whose number is a power of two.
  package init(perfectTreeOver hashes: [MerkleHash]) {
    precondition(
      hashes.count > 0 && hashes.count.nonzeroBitCount == 1,
      "A perfect tree has a power of two of leaves.")
    var level = hashes
    while level.count > 1 {
      level = stride(from: 0, to: level.count, by: 2).map { index in
        MerkleHash(left: level[index], right: level[index + 1])
      }
    }
    self = level[0]
  }

  package init(_ digest: SHA256Digest) {
    // SAFETY: the bytes are copied before the digest goes; a SHA-256 digest has 32 of them.
    let hash = unsafe digest.withUnsafeBytes { buffer in
      var bytes: [32 of UInt8] = .init(repeating: 0)
      for index in 0..<Self.byteCount { unsafe bytes[index] = buffer[index] }
      return MerkleHash(bytes.span)
    }
    guard let hash else { preconditionFailure("A SHA-256 digest has 32 bytes.") }
    self = hash
  }

  private func write(to buffer: inout [65 of UInt8], at offset: Int) {
    for index in 0..<Self.byteCount { buffer[offset + index] = self[index] }
  }
}

extension SHA256 {
  /// Feeds bytes that lie in somebody else's memory, as a record in the memory map.
  fileprivate mutating func update(_ bytes: Span<UInt8>) {
    // SAFETY: the hash function only reads, and only during the call.
    unsafe bytes.withUnsafeBytes { unsafe update(bufferPointer: $0) }
  }
}
