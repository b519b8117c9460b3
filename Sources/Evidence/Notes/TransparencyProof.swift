/// An inclusion proof with the checkpoint it leads to, in one file that is checked without the log
/// (C2SP tlog-proof).
package struct TransparencyProof: Sendable {
  package let proof: InclusionProof
  /// The checkpoint of the proof's tree.
  package let note: SignedNote
  /// The stored record, so that the file says what it proves; others may leave it out.
  package let record: [UInt8]?

  private static let header = "c2sp.org/tlog-proof@v1"

  package init(proof: InclusionProof, note: SignedNote, record: [UInt8]?) {
    self.proof = proof
    self.note = note
    self.record = record
  }

  /// Whether bytes begin as a proof of this form does.
  package static func isOne(_ bytes: [UInt8]) -> Bool { bytes.starts(with: header.utf8) }

  package var encoded: String {
    var lines = [Self.header]
    if let record { lines.append("extra \(Base64.encode(record))") }
    lines.append("index \(proof.leafIndex)")
    lines += proof.path.map(\.base64)
    return lines.map { $0 + "\n" }.joined() + "\n" + note.encoded
  }

  /// Reads a proof from a file's bytes.
  package init(_ bytes: [UInt8]) throws(NoteError) {
    var lines = try NoteLines(bytes).all[...]
    guard lines.popFirst() == Self.header else { throw NoteError(.proofHeader, line: 1) }
    var record: [UInt8]?
    if let extra = lines.first, extra.hasPrefix("extra ") {
      guard let decoded = Base64.decode(extra.dropFirst(6)) else {
        throw NoteError(.proofHash, line: 2)
      }
      record = decoded
      lines.removeFirst()
    }
    guard let index = lines.popFirst(), index.hasPrefix("index "),
      let leaf = UInt64(index.dropFirst(6)), String(leaf) == index.dropFirst(6)
    else { throw NoteError(.proofIndex, line: lines.startIndex) }
    var path: [MerkleHash] = []
    while let line = lines.popFirst(), !line.isEmpty {
      guard let hash = MerkleHash(base64: line), path.count < 64 else {
        throw NoteError(.proofHash, line: lines.startIndex)
      }
      path.append(hash)
    }
    note = try SignedNote(Array(lines.map { $0 + "\n" }.joined().utf8))
    let size = try Checkpoint(note).size
    proof = InclusionProof(leafIndex: leaf, treeSize: size, path: path)
    self.record = record
  }
}
