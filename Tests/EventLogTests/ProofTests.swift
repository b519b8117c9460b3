import Evidence
import Testing

@Suite struct ProofTests {
  private let small = BruteForceTree(size: 1_025)
  private static let around65536 = [65_535, 65_536, 65_537, 65_791, 65_792, 65_793]

  /// Numbers below `size` to try: all of a small tree, else the edges, powers of two and some more.
  private func selection(below size: Int, _ generator: inout SplitMix) -> [Int] {
    guard size > 70 else { return Array(0..<size) }
    var chosen: Set<Int> = [0, 1, size - 1, size - 2, size / 2]
    var power = 1
    while power < size {
      chosen.formUnion([power - 1, power].filter { $0 < size })
      power *= 2
    }
    for _ in 0..<8 { chosen.insert(Int(generator.next() % UInt64(size))) }
    return chosen.sorted()
  }

  @Test func proofsEqualTheDefinitionAtEverySize() {
    let seed: UInt64 = 20_210_805
    var generator = SplitMix(state: seed)
    var count = 0
    for size in 0...1_025 { count += check(small, size, &generator) }
    print("proofs compared with the definition: \(count), seed \(seed)")
  }

  @Test func proofsEqualTheDefinitionAround65536() {
    let seed: UInt64 = 65_536
    var generator = SplitMix(state: seed)
    let tree = BruteForceTree(size: 65_793)
    var count = 0
    for size in Self.around65536 { count += check(tree, size, &generator) }
    print("proofs compared with the definition: \(count), seed \(seed)")
  }

  /// Makes, compares and verifies proofs in the tree of `size` leaves; yields how many.
  private func check(
    _ tree: BruteForceTree, _ size: Int, _ generator: inout SplitMix
  ) -> Int {
    let root = tree.root(size)
    let chosen = selection(below: size, &generator)
    for leaf in chosen {
      let proof = InclusionProof(
        leafIndex: UInt64(leaf), treeSize: UInt64(size), tree.node)
      #expect(proof.path == tree.path(leaf, in: 0..<size), "leaf \(leaf) of \(size)")
      #expect(proof.verifies(leaf: tree.leaves[leaf], root: root), "leaf \(leaf) of \(size)")
    }
    for old in chosen + [size] {
      let proof = ConsistencyProof(fromSize: UInt64(old), toSize: UInt64(size), tree.node)
      let path = old > 0 ? tree.subproof(old, in: 0..<size, true) : []
      #expect(proof.path == path, "\(old) to \(size)")
      #expect(proof.verifies(from: tree.root(old), to: root), "\(old) to \(size)")
    }
    return 2 * chosen.count + 1
  }

  @Test func nothingElseVerifies() {
    let tree = small
    var count = 0
    for size in [1, 2, 3, 7, 8, 9, 100, 256, 257, 1_025] {
      let root = tree.root(size)
      for leaf in Set([0, size / 2, size - 1]) {
        let proof = InclusionProof(leafIndex: UInt64(leaf), treeSize: UInt64(size), tree.node)
        let hash = tree.leaves[leaf]
        #expect(!proof.verifies(leaf: .empty, root: root))
        #expect(!proof.verifies(leaf: hash, root: .empty))
        for wrong in altered(proof) {
          #expect(!wrong.verifies(leaf: hash, root: root), "\(wrong)")
          count += 1
        }
      }
      for old in Set([1, size / 2, size - 1]) where old > 0 && old < size {
        let proof = ConsistencyProof(fromSize: UInt64(old), toSize: UInt64(size), tree.node)
        let from = tree.root(old)
        #expect(!proof.verifies(from: .empty, to: root))
        #expect(!proof.verifies(from: from, to: .empty))
        for wrong in altered(proof) {
          #expect(!wrong.verifies(from: from, to: root), "\(wrong)")
          count += 1
        }
      }
    }
    print("altered proofs refused: \(count)")
  }

  private func altered(_ path: [MerkleHash]) -> [[MerkleHash]] {
    var paths = path.indices.map { place in
      var wrong = path
      wrong[place] = MerkleHash(left: path[place], right: path[place])
      return wrong
    }
    paths.append(path + [.empty])
    if !path.isEmpty { paths += [Array(path.dropLast()), Array(path.dropFirst())] }
    if path.count > 1, path.first != path.last { paths.append(path.reversed()) }
    return paths
  }

  private func altered(_ proof: InclusionProof) -> [InclusionProof] {
    var proofs = altered(proof.path).map {
      InclusionProof(leafIndex: proof.leafIndex, treeSize: proof.treeSize, path: $0)
    }
    proofs.append(
      InclusionProof(
        leafIndex: proof.leafIndex + 1, treeSize: proof.treeSize, path: proof.path))
    proofs.append(
      InclusionProof(
        leafIndex: proof.treeSize, treeSize: proof.treeSize, path: proof.path))
    return proofs
  }

  private func altered(_ proof: ConsistencyProof) -> [ConsistencyProof] {
    altered(proof.path).map {
      ConsistencyProof(fromSize: proof.fromSize, toSize: proof.toSize, path: $0)
    } + [
      ConsistencyProof(fromSize: proof.toSize, toSize: proof.fromSize, path: proof.path),
      ConsistencyProof(fromSize: 0, toSize: proof.toSize, path: proof.path),
      ConsistencyProof(fromSize: proof.toSize, toSize: proof.toSize, path: proof.path),
    ]
  }

  @Test func nodesCoverARangeOnce() {
    for end in [0, 1, 2, 3, 255, 256, 257, 1_025] as [UInt64] {
      let nodes = MerkleNode.covering(0..<end)
      #expect(nodes.count == end.nonzeroBitCount)
      #expect(nodes.flatMap { Array($0.leaves) } == Array(0..<end))
    }
  }
}
