/// A text with signatures under it (C2SP signed-note).
///
/// The text means nothing until a key that the reader trusts has been found to have signed it.
package struct SignedNote: Sendable {
  /// Ends in a line feed; exactly the bytes that are signed.
  package let text: String
  package private(set) var signatures: [NoteSignature]

  /// Longest note read: room for far more than the sixteen signatures that have to be accepted.
  package static let byteCountMax = 1 << 20

  package init(text: String, signatures: [NoteSignature] = []) {
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note from a file's bytes.
  package init(_ bytes: [UInt8]) throws(NoteError) {
    let lines = try NoteLines(bytes)
    guard let blank = lines.all.lastIndex(where: \.isEmpty), blank > 0,
      blank + 1 < lines.all.count
    else { throw NoteError(.noSignature) }
    text = lines.all[..<blank].map { $0 + "\n" }.joined()
    signatures = []
    for (offset, line) in lines.all[(blank + 1)...].enumerated() {
      guard let signature = NoteSignature(line) else {
        throw NoteError(.signatureLine, line: blank + offset + 2)
      }
      signatures.append(signature)
    }
  }

  /// The note as it is written to a file.
  package var encoded: String { text + "\n" + signatures.map { "\($0)\n" }.joined() }

  /// Adds a signature unless one of the same key is there.
  package mutating func add(_ signature: NoteSignature) {
    guard !signatures.contains(where: { $0.isOfSameKey(as: signature) }) else { return }
    signatures.append(signature)
  }
}

/// One signature under a note.
package struct NoteSignature: Sendable {
  package let keyName: String
  /// The first four bytes of a hash over name and key: says which key to try, proves nothing.
  package let keyIdentifier: UInt32
  package let signature: [UInt8]

  package init(keyName: String, keyIdentifier: UInt32, signature: [UInt8]) {
    self.keyName = keyName
    self.keyIdentifier = keyIdentifier
    self.signature = signature
  }

  /// Reads `— NAME BASE64`.
  init?(_ line: String) {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].unicodeScalars.elementsEqual(["\u{2014}"]),
      KeyName.isValid(parts[1]), let bytes = Base64.decode(parts[2]), bytes.count > 4
    else { return nil }
    keyName = String(parts[1])
    keyIdentifier = bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }
    signature = Array(bytes[4...])
  }

  /// Names are compared as bytes.
  func isOfSameKey(as other: NoteSignature) -> Bool {
    keyIdentifier == other.keyIdentifier && keyName.utf8.elementsEqual(other.keyName.utf8)
  }
}

extension NoteSignature: CustomStringConvertible {
  /// The line of the note without its line feed.
  package var description: String {
    let identifier = (0..<4).map { UInt8(truncatingIfNeeded: keyIdentifier >> UInt32(24 - 8 * $0)) }
    return "\u{2014} \(keyName) \(Base64.encode(identifier + signature))"
  }
}

/// Names of keys in signed notes.
package enum KeyName {
  /// Not empty, and without white space, `+` and control characters.
  package static func isValid(_ name: some StringProtocol) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20
      }
  }
}

/// The lines of a file in the form that signed notes ask for: UTF-8, each ended by a line feed, no
/// other control characters.
struct NoteLines {
  let all: [String]

  init(_ bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= SignedNote.byteCountMax else {
      throw NoteError(.tooLong(byteCountMax: SignedNote.byteCountMax))
    }
    var lines: [String] = []
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      guard line.allSatisfy({ $0 >= 0x20 }) else {
        throw NoteError(.controlCharacter, line: lines.count + 1)
      }
      guard let text = String(validating: line, as: UTF8.self) else {
        throw NoteError(.notUTF8, line: lines.count + 1)
      }
      lines.append(text)
    }
    guard let last = lines.popLast(), last.isEmpty else { throw NoteError(.noSignature) }
    all = lines
  }
}
