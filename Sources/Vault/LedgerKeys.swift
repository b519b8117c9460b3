import Crypto
import Foundation
import LMDB
import LedgerModel

/// The ledger's own secret and what is derived from it.
///
/// Without it an account cannot be matched with its pseudonym, and a hashed value cannot be guessed.
struct LedgerKeys: Sendable {
  private let accountKey: SymmetricKey
  private let hashKey: SymmetricKey

  static let fileName = "ledger.key"

  /// Reads `ledger.key` in `folder`; draws and stores it first in a new vault.
  init(folder: String, randomness: any RandomnessSource) throws {
    let path = folder + "/" + Self.fileName
    let secret = try Self.read(path) ?? Self.create(path, folder: folder, randomness: randomness)
    let root = SymmetricKey(data: secret)
    accountKey = root.derived(for: "accounts")
    hashKey = root.derived(for: "hashed fields")
  }

  private static func read(_ path: String) throws -> [UInt8]? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path), data.count == 32 else {
      throw VaultError.unreadableKeys(path: path)
    }
    return Array(data)
  }

  /// Written under another name first, so that a key is there whole or not at all.
  private static func create(
    _ path: String, folder: String, randomness: any RandomnessSource
  ) throws -> [UInt8] {
    let secret = randomness.bytes(count: 32, purpose: "ledger.key", subject: [])
    let draft = path + ".new"
    try SecretFile.write(secret, to: draft)
    try FileManager.default.moveItem(atPath: draft, toPath: path)
    try synchroniseFolder(at: folder)
    return secret
  }

  /// What an account is found by: 32 bytes that only the ledger's key can produce.
  func fingerprint(of account: Account) -> [UInt8] {
    var message = CBORWriter(capacity: 64)
    message.array(count: 2)
    message.text(account.issuer)
    message.text(account.identifier)
    return Array(HMAC<SHA256>.authenticationCode(for: message.bytes, using: accountKey))
  }

  /// What stands in the log for a hashed field: equal for equal values of one field name.
  func hash(field: String, value: FieldValue) throws -> [UInt8] {
    var message = CBORWriter(capacity: 64)
    message.array(count: 2)
    message.text(field)
    try message.value(value, path: field)
    return Array(HMAC<SHA256>.authenticationCode(for: message.bytes, using: hashKey))
  }
}

extension SymmetricKey {
  /// A key for one use only; keys of different uses tell nothing about each other.
  func derived(for use: String) -> SymmetricKey {
    let code = HMAC<SHA256>.authenticationCode(for: Array("kiem \(use) 1".utf8), using: self)
    return SymmetricKey(data: code)
  }
}
