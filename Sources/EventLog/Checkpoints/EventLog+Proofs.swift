package import Evidence
package import LedgerModel

/// A proof that an event is part of the log, with all it takes to check it.
package struct ProvenEvent: Sendable {
  package let origin: String
  package let position: Position
  /// The stored bytes; their leaf hash begins the proof.
  package let record: [UInt8]
  package let proof: InclusionProof
  /// Root of the tree of `proof.treeSize` events.
  package let root: MerkleHash
}

/// A proof that the log of one size is the beginning of that of another.
package struct ProvenGrowth: Sendable {
  package let origin: String
  package let proof: ConsistencyProof
  package let from: MerkleHash
  package let to: MerkleHash
}

extension EventLog {
  /// The root of the first `size` events. Throws `EvidenceError` for more than there are.
  package func root(ofSize size: UInt64) throws -> MerkleHash {
    try read { snapshot in
      guard size <= snapshot.head.size else {
        throw EvidenceError.beyondEnd(number: size, held: snapshot.head.size)
      }
      var cache = NodeCache()
      return try snapshot.root(ofSize: size, &cache)
    }
  }

  /// Proves that the event at a position is among the first `size`, or among all.
  ///
  /// - Throws: `EvidenceError` for a position or size that is not there; `LedgerError.damaged` when
  ///   stored bytes, tiles and head do not agree, so a wrong proof never leaves.
  package func prove(_ position: Position, size: UInt64? = nil) throws -> ProvenEvent {
    try read { snapshot in
      let held = snapshot.head.size
      let size = size ?? held
      guard position.number >= 1, position.number <= held else {
        throw EvidenceError.beyondEnd(number: position.number, held: held)
      }
      guard size <= held else { throw EvidenceError.beyondEnd(number: size, held: held) }
      guard position.number <= size else {
        throw EvidenceError.outsideTree(position: position.number, size: size)
      }
      guard let stored = try snapshot.record(at: position) else {
        throw LedgerError.damaged(path: folder.path, reason: "#\(position.number) is missing")
      }
      let record = stored.indices.map { stored[$0] }
      var cache = NodeCache()
      let root = try snapshot.root(ofSize: size, &cache)
      let proof = try snapshot.inclusionProof(of: position, size: size, &cache)
      let growth = try snapshot.consistencyProof(from: size, to: held, &cache)
      guard proof.verifies(leaf: MerkleHash(leaf: record.span), root: root),
        growth.verifies(from: root, to: snapshot.head.root)
      else { throw contradiction() }
      return ProvenEvent(
        origin: snapshot.head.origin, position: position, record: record, proof: proof, root: root)
    }
  }

  /// Proves that a checkpoint is the beginning of another, or of the log as it is.
  ///
  /// - Throws: `EvidenceError` for a checkpoint of another log, or one that the log contradicts.
  package func prove(
    from: CheckpointFile, to: CheckpointFile? = nil
  ) throws -> ProvenGrowth {
    try read { snapshot in
      var cache = NodeCache()
      for file in [from, to].compactMap(\.self) {
        try check(file, snapshot, &cache)
      }
      let target = to?.checkpoint ?? snapshot.head.checkpoint
      guard from.checkpoint.size <= target.size else {
        throw EvidenceError.ahead(
          file: from.path, size: from.checkpoint.size, held: target.size)
      }
      let proof = try snapshot.consistencyProof(
        from: from.checkpoint.size, to: target.size, &cache)
      guard proof.verifies(from: from.checkpoint.root, to: target.root) else {
        throw contradiction()
      }
      return ProvenGrowth(
        origin: snapshot.head.origin, proof: proof, from: from.checkpoint.root, to: target.root)
    }
  }

  /// Whether a checkpoint is of this log and the beginning of what it holds.
  func check(
    _ file: CheckpointFile, _ snapshot: borrowing LogSnapshot, _ cache: inout NodeCache
  ) throws {
    let (checkpoint, head) = (file.checkpoint, snapshot.head)
    guard checkpoint.origin.utf8.elementsEqual(head.origin.utf8) else {
      throw EvidenceError.otherLog(file: file.path)
    }
    guard checkpoint.size <= head.size else {
      throw EvidenceError.ahead(file: file.path, size: checkpoint.size, held: head.size)
    }
    let proof = try snapshot.consistencyProof(from: checkpoint.size, to: head.size, &cache)
    guard proof.verifies(from: checkpoint.root, to: head.root) else {
      throw EvidenceError.inconsistent(file: file.path, size: checkpoint.size)
    }
  }

  private func contradiction() -> LedgerError {
    .damaged(path: folder.path, reason: "records, tiles and head do not give the same root")
  }
}
