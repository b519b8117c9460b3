import CSHA256
package import Crypto

/// The three hashes of RFC 9162 §2.1.1. The first byte keeps leaves and inner nodes apart, so that
/// no record can be passed off as a subtree.
extension MerkleHash {
  /// The root of an empty tree: the hash of no bytes.
  package static let empty = MerkleHash(SHA256().finalize())

  /// The hash of one record: SHA-256 of `00` and the stored bytes.
  package init(leaf bytes: Span<UInt8>) {
    var digest: [4 of UInt64] = .init(repeating: 0)
    let isHashed = unsafe bytes.withUnsafeBufferPointer { input in
      var output = digest.mutableSpan
      // SAFETY: the function reads the bytes and writes four numbers, both during the call only.
      return unsafe output.withUnsafeMutableBufferPointer {
        unsafe csha256_prefixed(0, input.baseAddress, input.count, $0.baseAddress)
      }
    }
    self = isHashed != 0 ? MerkleHash(digest) : MerkleHash(generic: 0, bytes)
  }

  /// The hash of a node above two others: SHA-256 of `01`, the left and the right hash.
  package init(left: MerkleHash, right: MerkleHash) {
    var digest: [4 of UInt64] = .init(repeating: 0)
    let (first, second) = (left.numbers, right.numbers)
    let (firstSpan, secondSpan) = (first.span, second.span)
    var output = digest.mutableSpan
    // SAFETY: as above; each of the three has four numbers.
    let isHashed = unsafe output.withUnsafeMutableBufferPointer { output in
      unsafe firstSpan.withUnsafeBufferPointer { left in
        unsafe secondSpan.withUnsafeBufferPointer { right in
          unsafe csha256_pair(1, left.baseAddress, right.baseAddress, output.baseAddress)
        }
      }
    }
    self =
      isHashed != 0 ? MerkleHash(digest) : MerkleHash(generic: 1, (left.bytes + right.bytes).span)
  }

  /// What the processor has no instructions for: SHA-256 of a prefix and the bytes behind it.
  package init(generic prefix: UInt8, _ bytes: Span<UInt8>) {
    var hasher = SHA256()
    let prefix: [1 of UInt8] = [prefix]
    hasher.update(prefix.span)
    hasher.update(bytes)
    self.init(hasher.finalize())
  }

  /// The root of a perfect tree over `hashes`, whose number is a power of two.
  package init(perfectTreeOver hashes: [MerkleHash]) {
    precondition(
      hashes.count > 0 && hashes.count.nonzeroBitCount == 1,
      "A perfect tree has a power of two of leaves.")
    var level = hashes
    self = level.foldPerfectTree()
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
}

extension SHA256 {
  /// Feeds bytes that lie in somebody else's memory, as a record in the memory map.
  fileprivate mutating func update(_ bytes: Span<UInt8>) {
    // SAFETY: the hash function only reads, and only during the call.
    unsafe bytes.withUnsafeBytes { unsafe update(bufferPointer: $0) }
  }
}

extension [MerkleHash] {
  /// Folds the array, whose count is a power of two, in place to the root of a perfect tree over it.
  mutating func foldPerfectTree() -> MerkleHash {
    var count = count
    while count > 1 {
      count /= 2
      for index in 0..<count {
        self[index] = MerkleHash(left: self[2 * index], right: self[2 * index + 1])
      }
    }
    return self[0]
  }
}
