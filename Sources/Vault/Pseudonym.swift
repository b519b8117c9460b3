/// The name under which a person appears in a ledger: `p-` and 16 characters of base 32.
///
/// Drawn at random for each ledger, so it says nothing about the account behind it. 80 bits keep the
/// chance that two of a hundred million persons draw the same below one in a hundred million; the
/// vault draws again if it happens.
package enum Pseudonym {
  /// Random bytes behind a pseudonym.
  package static let randomByteCount = 10
  /// What every pseudonym starts with.
  package static let prefix = "p-"

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  /// The text of ten random bytes: five bits a character (RFC 4648 §6, lower case).
  static func text(for random: [UInt8]) -> String {
    var characters = Array(prefix.utf8)
    var buffer: UInt32 = 0
    var bitCount = 0
    for byte in random {
      buffer = buffer << 8 | UInt32(byte)
      bitCount += 8
      while bitCount >= 5 {
        bitCount -= 5
        characters.append(alphabet[Int(buffer >> UInt32(bitCount) & 31)])
      }
    }
    return String(decoding: characters, as: UTF8.self)
  }

  /// Whether a text has the form of a pseudonym; only the vault knows whether it is one.
  package static func hasForm(_ text: String) -> Bool {
    let characters = Array(text.utf8)
    guard characters.count == 18, characters.starts(with: Array(prefix.utf8)) else { return false }
    return characters.dropFirst(2).allSatisfy { alphabet.contains($0) }
  }
}
