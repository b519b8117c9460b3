import Evidence
import Testing

@Suite struct NoteTests {
  /// The example of C2SP signed-note, made by another implementation.
  private static let example = """
    Ognuno sta solo sul cuor della terra
    trafitto da un raggio di sole:

    ed è subito sera.

    — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=

    """

  private func signer(_ name: String = "example.vn/so") throws -> NoteSigner {
    try NoteSigner(name: name, seed: Array(0..<32))
  }

  private func error(_ text: String) -> NoteError? {
    do throws(NoteError) {
      _ = try Checkpoint(try SignedNote(Array(text.utf8)))
      return nil
    } catch {
      return error
    }
  }

  @Test func readsANoteOfAnotherImplementation() throws {
    let note = try SignedNote(Array(Self.example.utf8))
    #expect(note.text.hasSuffix("ed è subito sera.\n"))
    #expect(note.signatures.count == 1)
    #expect(note.signatures[0].keyName == "quasimodo.example/salvatore")
    #expect(note.signatures[0].keyIdentifier == 0x367B_A04B)
    #expect(note.signatures[0].signature.count == 64)
    #expect(note.encoded.utf8.elementsEqual(Self.example.utf8))
  }

  @Test func signsAndReadsBack() throws {
    let signer = try signer()
    let checkpoint = Checkpoint(origin: "example.vn/so", size: 18_430, root: .empty)
    let note = try checkpoint.signed(by: signer)
    let read = try SignedNote(Array(note.encoded.utf8))
    #expect(try Checkpoint(read) == checkpoint)
    #expect(signer.verifier.verdict(on: read) == .signed)
    let other = try NoteSigner(name: "example.vn/so", seed: Array(1...32))
    #expect(other.verifier.verdict(on: read) == .notSigned)
    #expect(try self.signer("another").verifier.verdict(on: read) == .notSigned)
  }

  @Test func everyFlippedByteOfANoteIsNoticed() throws {
    let signer = try signer()
    let note = try Checkpoint(origin: "example.vn/so", size: 7, root: .empty).signed(by: signer)
    let bytes = Array(note.encoded.utf8)
    for place in bytes.indices {
      for bit in 0..<8 {
        var wrong = bytes
        wrong[place] ^= 1 << UInt8(bit)
        guard let read = try? SignedNote(wrong) else { continue }
        #expect(signer.verifier.verdict(on: read) != .signed, "byte \(place), bit \(bit)")
      }
    }
  }

  @Test func keysSurviveTheirText() throws {
    let signer = try signer()
    let again = try NoteSigner(signer.encoded + "\n")
    #expect(again.encoded == signer.encoded)
    #expect(again.verifier.description == signer.verifier.description)
    let verifier = try NoteVerifier("  \(signer.verifier)\n")
    #expect(verifier.publicKey == signer.verifier.publicKey)
    let text = signer.verifier.description
    for wrong in ["", "a+b", "x" + text, text + "A", text.replacing("+", with: " ")] {
      #expect(throws: NoteError.self, "\(wrong)") { try NoteVerifier(wrong) }
    }
    for name in ["", "a b", "a+b", "a\u{00A0}b", "a\nb"] {
      #expect(throws: NoteError.self) { try NoteSigner(name: name, seed: Array(0..<32)) }
    }
  }

  @Test func namesWhatIsWrongWithACheckpoint() throws {
    let signature = try signer().sign("x\n").description
    func checkpoint(_ text: String) -> NoteError? { error(text + "\n\(signature)\n") }
    let root = MerkleHash.empty.base64
    #expect(checkpoint("o\n12\n\(root)\n") == nil)
    #expect(checkpoint("o\n12\n\(root)\nextension\n") == nil)
    #expect(checkpoint("o\n012\n\(root)\n") == NoteError(.size, line: 2))
    #expect(checkpoint("o\n-1\n\(root)\n") == NoteError(.size, line: 2))
    #expect(checkpoint("o\n+1\n\(root)\n") == NoteError(.size, line: 2))
    #expect(checkpoint("o\n99999999999999999999\n\(root)\n") == NoteError(.size, line: 2))
    #expect(checkpoint("o\n12\nAAAA\n") == NoteError(.root, line: 3))
    #expect(checkpoint("o\n12\n\(root.dropLast(2))1=\n") == NoteError(.root, line: 3))
    #expect(checkpoint("o\n") == NoteError(.size, line: 2))
    #expect(checkpoint("\n12\n\(root)\n") == NoteError(.origin, line: 1))
    #expect(error("o\n12\n\(root)\n") == NoteError(.noSignature))
    #expect(error("o\n12\n\(root)\n\n") == NoteError(.noSignature))
    #expect(error("o\r\n12\n\(root)\n\n\(signature)\n") == NoteError(.controlCharacter, line: 1))
    #expect(error("o\n12\n\(root)\n\nsigned\n") == NoteError(.signatureLine, line: 5))
    #expect(error("o\n12\n\(root)\n\n\(signature)") == NoteError(.noSignature))
    let long = String(repeating: "x", count: SignedNote.byteCountMax)
    #expect(error(long + "\n") == NoteError(.tooLong(byteCountMax: SignedNote.byteCountMax)))
  }

  @Test func manySignaturesAreRead() throws {
    var note = try Checkpoint(origin: "o", size: 1, root: .empty).signed(by: try signer())
    for number in 0..<40 { note.add(try signer("witness\(number)").sign(note.text)) }
    note.add(try signer().sign(note.text))
    #expect(try SignedNote(Array(note.encoded.utf8)).signatures.count == 41)
  }

  @Test func transparencyProofsSurviveTheirText() throws {
    let tree = BruteForceTree(size: 9)
    for (size, leaf) in [(1, 0), (9, 4), (9, 8)] {
      let proof = InclusionProof(leafIndex: UInt64(leaf), treeSize: UInt64(size), tree.node)
      let note = try Checkpoint(origin: "o", size: UInt64(size), root: tree.root(size))
        .signed(by: try signer())
      for record in [nil, Array("record \(leaf)".utf8)] {
        let text = TransparencyProof(proof: proof, note: note, record: record).encoded
        let read = try TransparencyProof(Array(text.utf8))
        #expect(read.proof == proof)
        #expect(read.record == record)
        #expect(read.encoded == text)
        #expect(throws: NoteError.self) { try TransparencyProof(Array(text.utf8.dropFirst())) }
        #expect(throws: NoteError.self) {
          try TransparencyProof(Array(text.replacing("index ", with: "index 0").utf8))
        }
      }
    }
  }
}
