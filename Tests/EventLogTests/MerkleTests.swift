import Evidence
import Testing

@Suite struct MerkleTests {
  /// The recursive definition of RFC 9162 §2.1.1, as short as the text.
  private func definition(_ leaves: ArraySlice<MerkleHash>) -> MerkleHash {
    var known: [Range<Int>: MerkleHash] = [:]
    return definition(leaves, &known)
  }

  private func definition(
    _ leaves: ArraySlice<MerkleHash>, _ known: inout [Range<Int>: MerkleHash]
  ) -> MerkleHash {
    guard let first = leaves.first else { return .empty }
    guard leaves.count > 1 else { return first }
    if let hash = known[leaves.indices] { return hash }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let hash = MerkleHash(
      left: definition(leaves.prefix(split), &known),
      right: definition(leaves.dropFirst(split), &known))
    known[leaves.indices] = hash
    return hash
  }

  private func leaves(_ count: Int) -> [MerkleHash] {
    (0..<count).map { MerkleHash(leaf: Array("record \($0)".utf8).span) }
  }

  @Test func rootEqualsTheDefinitionAtEverySize() {
    let leaves = leaves(1_025)
    var known: [Range<Int>: MerkleHash] = [:]
    var frontier = MerkleFrontier()
    #expect(frontier.root == .empty)
    for count in 1...1_025 {
      frontier.append(leaves[count - 1])
      #expect(frontier.size == UInt64(count))
      #expect(frontier.root == definition(leaves.prefix(count), &known))
    }
  }

  /// Values published with RFC 6962 implementations for the leaves "" and 00.
  @Test func hashesAsOtherImplementationsDo() {
    #expect(
      MerkleHash.empty.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    let leaf = MerkleHash(leaf: [UInt8]().span)
    #expect(leaf.hex == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
    var frontier = MerkleFrontier()
    frontier.append(leaf)
    frontier.append(MerkleHash(leaf: [UInt8(0)].span))
    #expect(
      frontier.root.hex == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")
  }

  /// Every way a message can lie in blocks: the library for cryptography is the other source.
  @Test func processorInstructionsHashAsTheLibraryDoes() {
    var generator = SplitMix(state: 180)
    for count in Array(0...260) + [511, 512, 513, 4_095, 65_535] {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      let leaf = MerkleHash(leaf: bytes.span)
      #expect(leaf == MerkleHash(generic: 0, bytes.span), "\(count) bytes")
      let other = MerkleHash(generic: 7, bytes.span)
      #expect(
        MerkleHash(left: leaf, right: other)
          == MerkleHash(generic: 1, (leaf.bytes + other.bytes).span))
    }
  }

  @Test func subtreesGiveTheTreeThatLeavesGive() {
    let leaves = leaves(1_600)
    for count in [0, 1, 255, 256, 257, 511, 512, 1_024, 1_600] {
      var (oneByOne, together) = (MerkleFrontier(), MerkleFrontier())
      var (nodes, told): ([MerkleHash], [MerkleHash]) = ([], [])
      for leaf in leaves.prefix(count) { oneByOne.append(leaf) { nodes.append($1) } }
      var hasher = LeafHasher()
      for leaf in leaves.prefix(count) { hasher.append(leaf) }
      for node in hasher.nodes { together.append(subtree: node, height: 8) { told.append($1) } }
      for leaf in hasher.leaves { together.append(leaf) { told.append($1) } }
      #expect(together == oneByOne, "\(count) leaves")
      #expect(told == nodes, "\(count) leaves")
    }
  }

  @Test func frontierSurvivesItsEncodingAndGoesOn() {
    let leaves = leaves(300)
    var frontier = MerkleFrontier()
    for leaf in leaves.prefix(171) { frontier.append(leaf) }
    guard var copy = MerkleFrontier(size: 171, encoded: frontier.encoded.span) else {
      Issue.record("the encoding of a frontier must be readable")
      return
    }
    #expect(copy == frontier)
    for leaf in leaves.dropFirst(171) { copy.append(leaf) }
    #expect(copy.root == definition(leaves[...]))
    #expect(MerkleFrontier(size: 170, encoded: frontier.encoded.span) != copy)
    #expect(MerkleFrontier(size: 3, encoded: frontier.encoded.span) == nil)
  }

  @Test func perfectSubtreesCoverTheLeaves() {
    let leaves = leaves(300)
    var frontier = MerkleFrontier()
    for leaf in leaves { frontier.append(leaf) }
    var next: UInt64 = 0
    for subtree in frontier.perfectSubtrees {
      #expect(subtree.firstLeaf == next)
      next += subtree.leafCount
      #expect(subtree.root == definition(leaves[Int(subtree.firstLeaf)..<Int(next)]))
    }
    #expect(next == 300)
  }

  @Test func tilesHoldTheNodesOfTheirLevel() {
    let leaves = leaves(65_536 + 700)
    var frontier = MerkleFrontier()
    var assembler = TileAssembler()
    var tiles: [TileAssembler.FullTile] = []
    for leaf in leaves {
      let size = frontier.size + 1
      frontier.append(leaf) { height, hash in
        if let tile = assembler.add(hash, height: height, size: size) { tiles.append(tile) }
      }
    }
    #expect(tiles.count == 1)
    #expect(tiles.first?.level == 1)
    #expect(tiles.first?.index == 0)
    #expect(tiles.first?.missingCount == 0)
    let tile = tiles.first?.completed(with: [])
    #expect(tile?.hashes[3] == definition(leaves[768..<1_024]))
    #expect(tile?.root == definition(leaves[0..<65_536]))
    #expect(
      tile == tile.flatMap { MerkleTile(level: 1, index: 0, encoded: $0.encoded.span) })
  }

  @Test func aTileSaysWhatItDoesNotKnow() {
    var assembler = TileAssembler()
    var full: TileAssembler.FullTile?
    for entry in UInt64(300)..<512 {
      full = assembler.add(.empty, height: 8, size: (entry + 1) * 256)
    }
    #expect(full?.index == 1)
    #expect(full?.missingCount == 44)
  }
}
