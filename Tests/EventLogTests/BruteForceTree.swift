import Evidence

/// The definitions of RFC 9162 §2.1 as recursive as the text, to hold proofs and tiles against.
final class BruteForceTree {
  let leaves: [MerkleHash]
  private var known: [Range<Int>: MerkleHash] = [:]

  init(leaves: [MerkleHash]) { self.leaves = leaves }

  /// A tree over that many different records.
  convenience init(size: Int) {
    self.init(leaves: (0..<size).map { MerkleHash(leaf: Array("record \($0)".utf8).span) })
  }

  /// MTH of the first `size` leaves.
  func root(_ size: Int) -> MerkleHash { hash(0..<size) }

  /// MTH of a range of leaves.
  func hash(_ range: Range<Int>) -> MerkleHash {
    guard range.count > 0 else { return .empty }
    guard range.count > 1 else { return leaves[range.lowerBound] }
    if let hash = known[range] { return hash }
    let split = self.split(range)
    let hash = MerkleHash(
      left: self.hash(range.lowerBound..<split), right: self.hash(split..<range.upperBound))
    known[range] = hash
    return hash
  }

  /// PATH(m, D) of §2.1.3.1.
  func path(_ leaf: Int, in range: Range<Int>) -> [MerkleHash] {
    guard range.count > 1 else { return [] }
    let split = self.split(range)
    return leaf < split
      ? path(leaf, in: range.lowerBound..<split) + [hash(split..<range.upperBound)]
      : path(leaf, in: split..<range.upperBound) + [hash(range.lowerBound..<split)]
  }

  /// SUBPROOF(m, D, b) of §2.1.4.1; `end` is where the old tree ends.
  func subproof(_ end: Int, in range: Range<Int>, _ isWhole: Bool) -> [MerkleHash] {
    if end == range.upperBound { return isWhole ? [] : [hash(range)] }
    let split = self.split(range)
    return end <= split
      ? subproof(end, in: range.lowerBound..<split, isWhole) + [hash(split..<range.upperBound)]
      : subproof(end, in: split..<range.upperBound, false) + [hash(range.lowerBound..<split)]
  }

  /// The hash of a node, as proofs ask for it.
  func node(_ node: MerkleNode) -> MerkleHash {
    hash(Int(node.leaves.lowerBound)..<Int(node.leaves.upperBound))
  }

  private func split(_ range: Range<Int>) -> Int {
    var width = 1
    while width * 2 < range.count { width *= 2 }
    return range.lowerBound + width
  }
}
