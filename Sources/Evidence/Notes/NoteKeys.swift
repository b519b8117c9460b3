import Crypto
import Foundation

/// A public key of signed notes: Ed25519 under a name.
package struct NoteVerifier: Sendable {
  package let name: String
  /// SHA-256 of name, line feed, `01` and key: its first four bytes.
  package let identifier: UInt32
  /// The 32 bytes of RFC 8032.
  package let publicKey: [UInt8]

  /// The byte that stands for Ed25519 in keys and their numbers.
  static let ed25519: UInt8 = 1

  package init(name: String, publicKey: [UInt8]) throws(NoteError) {
    guard KeyName.isValid(name) else { throw NoteError(.keyName) }
    guard publicKey.count == 32 else { throw NoteError(.verifierKey) }
    self.name = name
    self.publicKey = publicKey
    let digest = SHA256.hash(data: Array(name.utf8) + [0x0A, Self.ed25519] + publicKey)
    identifier = digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads a verifier key, `name+hash+base64`, with or without white space around it.
  package init(_ text: String) throws(NoteError) {
    let parts = text.trimmingCharacters(in: .whitespacesAndNewlines)
      .split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, Hexadecimal.decode(parts[1])?.count == 4,
      let key = Base64.decode(parts[2]), key.count == 33, key[0] == Self.ed25519
    else { throw NoteError(.verifierKey) }
    try self.init(name: String(parts[0]), publicKey: Array(key[1...]))
    guard parts[1] == identifierText else { throw NoteError(.keyIdentifier) }
  }

  /// The number as eight hexadecimal digits.
  package var identifierText: String {
    Hexadecimal.encode((0..<4).map { UInt8(truncatingIfNeeded: identifier >> UInt32(24 - 8 * $0)) })
  }

  /// Whether this key signed the note.
  package func verdict(on note: SignedNote) -> NoteVerdict {
    let own = note.signatures.filter {
      $0.keyIdentifier == identifier && $0.keyName.utf8.elementsEqual(name.utf8)
    }
    guard !own.isEmpty else { return .notSigned }
    let text = Array(note.text.utf8)
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey),
      own.allSatisfy({ key.isValidSignature($0.signature, for: text) })
    else { return .forged }
    return .signed
  }
}

extension NoteVerifier: CustomStringConvertible {
  /// The verifier key, as auditors are given it.
  package var description: String {
    "\(name)+\(identifierText)+\(Base64.encode([Self.ed25519] + publicKey))"
  }
}

/// What a key says about a note.
package enum NoteVerdict: Hashable, Sendable {
  case signed
  /// There is no signature of this key.
  case notSigned
  /// A signature claims to be of this key, and is not.
  case forged
}

/// A private key of signed notes.
package struct NoteSigner: Sendable {
  package let verifier: NoteVerifier
  private let key: Curve25519.Signing.PrivateKey
  private let seed: [UInt8]

  /// Makes the key that 32 random bytes determine.
  package init(name: String, seed: [UInt8]) throws(NoteError) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw NoteError(.privateKey)
    }
    self.key = key
    self.seed = seed
    verifier = try NoteVerifier(name: name, publicKey: Array(key.publicKey.rawRepresentation))
  }

  private static let prefix = "PRIVATE+KEY+"

  /// Reads what `encoded` wrote.
  package init(_ text: String) throws(NoteError) {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let parts = trimmed.dropFirst(Self.prefix.count)
      .split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard trimmed.hasPrefix(Self.prefix), parts.count == 3,
      let bytes = Base64.decode(parts[2]), bytes.count == 33, bytes[0] == NoteVerifier.ed25519
    else { throw NoteError(.privateKey) }
    try self.init(name: String(parts[0]), seed: Array(bytes[1...]))
    guard verifier.identifierText == parts[1] else { throw NoteError(.keyIdentifier) }
  }

  /// `PRIVATE+KEY+name+hash+base64`, as other tools for signed notes keep it.
  package var encoded: String {
    "\(Self.prefix)\(verifier.name)+\(verifier.identifierText)+"
      + Base64.encode([NoteVerifier.ed25519] + seed)
  }

  /// Signs the bytes of a text, which ends in a line feed.
  package func sign(_ text: String) throws -> NoteSignature {
    NoteSignature(
      keyName: verifier.name, keyIdentifier: verifier.identifier,
      signature: Array(try key.signature(for: Array(text.utf8))))
  }
}
