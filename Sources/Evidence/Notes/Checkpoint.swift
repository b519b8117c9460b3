/// Size and root of a log, as its owner signs them (C2SP tlog-checkpoint).
package struct Checkpoint: Hashable, Sendable {
  /// Names the log; the first line.
  package let origin: String
  /// Number of events.
  package let size: UInt64
  package let root: MerkleHash

  package init(origin: String, size: UInt64, root: MerkleHash) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Reads the text of a note. Lines behind the third are allowed and mean nothing here.
  package init(_ note: SignedNote) throws(NoteError) {
    let lines = note.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard let origin = lines.first, !origin.isEmpty else { throw NoteError(.origin, line: 1) }
    guard lines.count > 1, let size = UInt64(lines[1]), String(size) == lines[1] else {
      throw NoteError(.size, line: 2)
    }
    guard lines.count > 2, let root = MerkleHash(base64: lines[2]) else {
      throw NoteError(.root, line: 3)
    }
    if let empty = lines.dropLast().firstIndex(where: \.isEmpty) {
      throw NoteError(.extensionLine, line: empty + 1)
    }
    self.init(origin: origin, size: size, root: root)
  }

  /// The three lines that are signed.
  package var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }

  /// The note with one signature.
  package func signed(by signer: NoteSigner) throws -> SignedNote {
    SignedNote(text: text, signatures: [try signer.sign(text)])
  }
}
