import Crypto
import LedgerModel

/// Persons met lately, so that a bulk load asks the store once for each. Bounded: forgets everything
/// when it is full, which costs look-ups and never correctness.
struct PersonCache {
  private var byAccount: [Account: String] = [:]
  private var keys: [String: PersonKey] = [:]
  private var pseudonyms: Set<String> = []
  /// The vault's count of erasures that the entries are true for.
  private(set) var erasureCount: UInt64 = 0

  /// Entries of each kind; about 60 MB when full.
  static let countMax = 262_144

  /// Forgets everything if somebody was erased since: by this process or another.
  mutating func follow(_ count: UInt64) {
    guard count != erasureCount else { return }
    self = PersonCache()
    erasureCount = count
  }

  func pseudonym(of account: Account) -> String? { byAccount[account] }

  func key(of pseudonym: String) -> PersonKey? { keys[pseudonym] }

  func isKnown(_ pseudonym: String) -> Bool { pseudonyms.contains(pseudonym) }

  mutating func remember(_ account: Account, _ pseudonym: String) {
    if byAccount.count >= Self.countMax { byAccount.removeAll(keepingCapacity: true) }
    byAccount[account] = pseudonym
  }

  mutating func remember(_ pseudonym: String) {
    if pseudonyms.count >= Self.countMax { pseudonyms.removeAll(keepingCapacity: true) }
    pseudonyms.insert(pseudonym)
  }

  mutating func remember(_ key: PersonKey, of pseudonym: String) {
    if keys.count >= Self.countMax { keys.removeAll(keepingCapacity: true) }
    keys[pseudonym] = key
  }
}

/// A person's key and what is done with it.
struct PersonKey: Sendable {
  private let commitmentKey: SymmetricKey
  private let cipherKey: SymmetricKey

  init(_ secret: [UInt8]) {
    let key = SymmetricKey(data: secret)
    commitmentKey = key
    cipherKey = key.derived(for: "vault values")
  }

  /// The 32 bytes that stand in the log for a personal value. Without the key they can be neither
  /// opened nor guessed; with it everybody can check a value that is shown to them.
  func commitment(to message: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: message, using: commitmentKey))
  }

  /// The message under the person's key. The nonce comes from the commitment, which differs for
  /// different messages: equal values give equal bytes, and nothing has to be drawn.
  func seal(_ message: [UInt8], commitment: [UInt8]) throws -> [UInt8] {
    let nonce = try ChaChaPoly.Nonce(data: commitment.prefix(12))
    return Array(try ChaChaPoly.seal(message, using: cipherKey, nonce: nonce).combined)
  }

  /// The message again; throws if it was altered or belongs to another key.
  func open(_ sealed: [UInt8]) throws -> [UInt8] {
    Array(try ChaChaPoly.open(ChaChaPoly.SealedBox(combined: sealed), using: cipherKey))
  }
}
