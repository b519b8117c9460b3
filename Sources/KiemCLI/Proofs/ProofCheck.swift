import EventLog
import Evidence

/// Checks a proof with nothing but the file, checkpoints that somebody holds, and a public key.
struct ProofCheck {
  let document: ProofDocument
  let checkpoints: [CheckpointFile]
  let verifier: NoteVerifier?

  init(
    _ document: ProofDocument, checkpoints: [CheckpointFile], verifier: NoteVerifier?
  ) {
    self.document = document
    self.checkpoints = checkpoints
    self.verifier = verifier
  }

  /// Why the proof does not hold; none if it does.
  var failure: String? { hashFailure ?? checkpointFailure ?? signatureFailure }

  private var hashFailure: String? {
    switch document {
    case .inclusion(let statement):
      statement.proof.verifies(leaf: statement.leaf, root: statement.root)
        ? nil : "the record and the path do not lead to the root"
    case .growth(let statement):
      statement.proof.verifies(from: statement.from, to: statement.to)
        ? nil : "the path does not lead from one root to the other"
    }
  }

  private var checkpointFailure: String? {
    for file in checkpoints {
      let checkpoint = file.checkpoint
      guard checkpoint.origin.utf8.elementsEqual(origin.utf8) else {
        return "\(file.path) is a checkpoint of another log"
      }
      guard ends.contains(where: { $0 == (checkpoint.size, checkpoint.root) }) else {
        return "\(file.path) signs another size or root"
      }
    }
    return nil
  }

  private var signatureFailure: String? {
    guard let verifier else { return nil }
    for (name, note) in notes where verifier.verdict(on: note) != .signed {
      return "\(name) is not signed by \(verifier.name)"
    }
    return nil
  }

  private var notes: [(String, SignedNote)] {
    var notes = checkpoints.map { ($0.path, $0.note) }
    if case .inclusion(let statement) = document, let note = statement.note {
      notes.append(("the checkpoint in the proof", note))
    }
    return notes
  }

  private var origin: String {
    switch document {
    case .inclusion(let statement): statement.origin
    case .growth(let statement): statement.origin
    }
  }

  /// Sizes and roots that a checkpoint may have.
  private var ends: [(UInt64, MerkleHash)] {
    switch document {
    case .inclusion(let statement): [(statement.proof.treeSize, statement.root)]
    case .growth(let statement):
      [(statement.proof.fromSize, statement.from), (statement.proof.toSize, statement.to)]
    }
  }

  /// What was not looked at.
  var cautions: [String] {
    if notes.isEmpty {
      return ["the root is the file's own: give --checkpoint to compare it with a signed one"]
    }
    return verifier == nil ? ["no signature was checked: give --key"] : []
  }

  /// What the proof shows.
  var statement: String {
    switch document {
    case .inclusion(let statement):
      "#\(statement.proof.leafIndex + 1) is among the first \(statement.proof.treeSize) events of "
        + "\(statement.origin), root \(statement.root.hex)"
    case .growth(let statement):
      "the first \(statement.proof.fromSize) of \(statement.proof.toSize) events of "
        + "\(statement.origin) are unchanged, root \(statement.to.hex)"
    }
  }
}
