import Crypto
import Foundation
import LedgerModel

/// Where random bytes come from: a function of what they are for, never a stream.
///
/// A run that was interrupted and starts again asks for the same (purpose, subject) pairs, so a seeded
/// source gives it the same bytes whatever happened in between.
package protocol RandomnessSource: Sendable {
  /// `count` bytes for `purpose` (as "person.key") and the thing in question.
  func bytes(count: Int, purpose: String, subject: [UInt8]) -> [UInt8]
}

/// The operating system's generator: every call draws anew, whatever it is asked for.
package struct SystemRandomness: RandomnessSource {
  package init() {}

  package func bytes(count: Int, purpose: String, subject: [UInt8]) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    // Each word is a call of the operating system.
    while bytes.count < count {
      var word: UInt64 = generator.next()
      for _ in 0..<min(8, count - bytes.count) {
        bytes.append(UInt8(truncatingIfNeeded: word))
        word >>= 8
      }
    }
    return bytes
  }
}

/// A reproducible source for the demo and for tests: HMAC-SHA256 under a key made from the seed.
///
/// Whoever knows the seed knows every key, so it is never used for real persons.
package struct SeededRandomness: RandomnessSource {
  private let key: SymmetricKey

  package init(seed: UInt64) {
    key = SymmetricKey(data: SHA256.hash(data: Array("kiem seed \(seed)".utf8)))
  }

  package func bytes(count: Int, purpose: String, subject: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var block: UInt64 = 0
    while result.count < count {
      var message = CBORWriter()
      message.array(count: 3)
      message.text(purpose)
      message.byteString(subject)
      message.unsigned(block)
      result += HMAC<SHA256>.authenticationCode(for: message.bytes, using: key)
      block += 1
    }
    return Array(result.prefix(count))
  }
}
