/// A node above a power of two of neighbouring leaves: the only nodes whose hash never changes
/// while a log grows, and so the only ones that are worth keeping.
package struct MerkleNode: Hashable, Sendable {
  /// The node stands above `2^height` leaves; a leaf has height 0.
  package let height: Int
  /// Number from the left among the nodes of its height.
  package let index: UInt64

  package init(height: Int, index: UInt64) {
    self.height = height
    self.index = index
  }

  /// The leaves below it, counted from 0.
  package var leaves: Range<UInt64> {
    index << UInt64(height)..<(index + 1) << UInt64(height)
  }

  /// The two nodes that it is the hash of; height must be above 0.
  package var children: (left: MerkleNode, right: MerkleNode) {
    (
      MerkleNode(height: height - 1, index: 2 * index),
      MerkleNode(height: height - 1, index: 2 * index + 1)
    )
  }

  /// The fewest nodes that cover a range of leaves, from left to right. O(log length).
  package static func covering(_ leaves: Range<UInt64>) -> [MerkleNode] {
    var nodes: [MerkleNode] = []
    var start = leaves.lowerBound
    while start < leaves.upperBound {
      let room = 63 - (leaves.upperBound - start).leadingZeroBitCount
      let height = start == 0 ? room : min(start.trailingZeroBitCount, room)
      nodes.append(MerkleNode(height: height, index: start >> UInt64(height)))
      start += 1 << UInt64(height)
    }
    return nodes
  }
}

extension MerkleHash {
  /// The Merkle tree hash of a range of leaves that RFC 9162 §2.1.1 splits a tree into.
  ///
  /// - Parameter hash: gives the hash of a node; asked for at most 64 of them.
  package init(
    of leaves: Range<UInt64>, _ hash: (MerkleNode) throws -> MerkleHash
  ) rethrows {
    let nodes = MerkleNode.covering(leaves)
    guard let last = nodes.last else {
      self = .empty
      return
    }
    var root = try hash(last)
    for node in nodes.dropLast().reversed() {
      root = MerkleHash(left: try hash(node), right: root)
    }
    self = root
  }
}

extension UInt64 {
  /// The largest power of two below a number above 1: where RFC 9162 splits a tree.
  var powerOfTwoBelow: UInt64 { 1 << UInt64(63 - (self - 1).leadingZeroBitCount) }
}
