/// Why a text is no signed note, checkpoint, verifier key or proof. Carries no text of the file.
package struct NoteError: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case tooLong(byteCountMax: Int)
    case notUTF8
    case controlCharacter
    case noSignature
    case signatureLine
    case origin
    case size
    case root
    case extensionLine
    case keyName
    case verifierKey
    case privateKey
    /// The key's own name and number do not belong together.
    case keyIdentifier
    case proofHeader
    case proofIndex
    case proofHash
  }

  package let reason: Reason
  /// The line of the file, from 1; none when it is about the whole.
  package let line: Int?

  package init(_ reason: Reason, line: Int? = nil) {
    self.reason = reason
    self.line = line
  }
}

extension NoteError: CustomStringConvertible {
  package var description: String {
    let place = line.map { "line \($0): " } ?? ""
    return place + explanation
  }

  private var explanation: String {
    switch reason {
    case .tooLong(let most): "longer than \(most) bytes"
    case .notUTF8: "not UTF-8"
    case .controlCharacter: "a control character; lines end in LF alone"
    case .noSignature: "no signature: a blank line and a line that begins with a dash are missing"
    case .signatureLine: "a signature is '— NAME BASE64' with the em dash U+2014"
    case .origin: "the origin of the log is missing"
    case .size: "the size of the tree is a decimal number without leading zeros"
    case .root: "the root is 32 bytes in base64"
    case .extensionLine: "an empty line where there may be none"
    case .keyName: "a key's name has at least one character, and neither spaces nor '+'"
    case .verifierKey: "a verifier key is NAME+8 hexadecimal digits+BASE64 of an Ed25519 key"
    case .privateKey: "no private key of a signed note"
    case .keyIdentifier: "the number of the key is not that of its name and bytes"
    case .proofHeader: "the first line of a proof is c2sp.org/tlog-proof@v1"
    case .proofIndex: "'index N' is missing"
    case .proofHash: "a hash is 32 bytes in base64"
    }
  }
}
