import LMDB
import LedgerModel
import Synchronization

/// What a ledger knows about persons beyond their pseudonyms: accounts, and personal values as
/// ciphertext under one key a person.
///
/// The log refers to what lies here, so whatever is drawn is durable here first. Everything happens
/// in batches: one vault commit for each batch of events that brings somebody or something new.
///
/// | in `vault/` | what |
/// |---|---|
/// | `data.mdb`, table `accounts` | HMAC of the account under the ledger's key → pseudonym |
/// | table `persons` | pseudonym → number of the key slot, eight bytes big-endian; all ones once erased, one less while the key is lost |
/// | table `values` | pseudonym, commitment → ciphertext |
/// | table `state` | `format`; `slots`, the number of slots in use; `erasures`, how often somebody was erased; `lost`, persons whose key a restore lost |
/// | `person.keys` | 32 bytes a slot, zeros once erased; mode 0600 |
/// | `erasures/` | a note of each erasure under way; normally empty |
/// | `ledger.key` | 32 bytes: key of the account index and of hashed fields; mode 0600 |
package final class Vault: Sendable {
  /// The folder of the vault.
  package let path: String
  let environment: Environment
  let tables: Tables
  let keys: LedgerKeys
  let randomness: any RandomnessSource
  let state: Mutex<State>

  /// Bump when what is stored changes its meaning.
  static let format = 1

  struct Tables: Sendable {
    let accounts: Table
    let persons: Table
    let values: Table
    let state: Table

    init(_ environment: Environment) throws(LMDBError) {
      accounts = try environment.table("accounts")
      persons = try environment.table("persons")
      values = try environment.table("values")
      state = try environment.table("state")
    }
  }

  /// What is kept in memory between batches.
  struct State {
    var slots: KeySlotFile
    var persons = PersonCache()
  }

  /// Opens the vault in `path`, an existing folder, and fills it if it is empty.
  package init(at path: String, randomness: any RandomnessSource) throws {
    self.path = path
    self.randomness = randomness
    environment = try Environment.open(at: path, options: EnvironmentOptions(fileMode: 0o600))
    tables = try Tables(environment)
    keys = try LedgerKeys(folder: path, randomness: randomness)
    state = Mutex(State(slots: try KeySlotFile(at: path + "/" + KeySlotFile.fileName)))
    try checkFormat()
  }

  private func checkFormat() throws {
    let key = Array("format".utf8)
    let tables = self.tables
    let known = try environment.read { transaction in
      NumberKey(try transaction.value(in: tables.state, for: key.span))?.number
    }
    if let known {
      guard known <= UInt64(Self.format) else {
        throw VaultError.newerFormat(Int(clamping: known), path: path)
      }
      return
    }
    try environment.write { transaction in
      try transaction.put(NumberKey(UInt64(Self.format)).span, for: key.span, in: tables.state)
    }
  }
}
