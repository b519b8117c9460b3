package import LMDB
package import LedgerModel
import Synchronization

/// Forgetting a person for good. The order is what makes it safe to kill: a note of the erasure,
/// then everything that leads to the person, then the key; and the log tells of it only after
/// that. Whatever is done twice is done the same way.
extension Vault {
  /// Lets one erasure run at a time, and none while personal data is copied into a backup; nil if
  /// somebody holds it.
  package func lockForErasure() throws -> FileLock? {
    try FileLock(tryAt: path + "/erasure.lock")
  }

  /// The pseudonym of an account; none if the vault does not know it, as after an erasure.
  package func pseudonym(of account: Account) throws -> String? {
    let fingerprint = keys.fingerprint(of: account)
    return try environment.read { transaction in
      guard let stored = try transaction.value(in: tables.accounts, for: fingerprint.span) else {
        return nil
      }
      return try text(stored, table: tables.accounts)
    }
  }

  /// What is held under a pseudonym; none if this vault never gave it to anybody.
  package func held(_ pseudonym: String) throws -> HeldPerson? {
    let person = Array(pseudonym.utf8)
    let place = try environment.read { transaction in
      KeyPlace(try transaction.value(in: tables.persons, for: person.span))
    }
    guard let place else { return nil }
    return HeldPerson(
      person: pseudonym, isErased: place == .erased, isKeyLost: place == .lost,
      fields: try readableFields(of: pseudonym))
  }

  /// Erasures that were begun and whose end the log does not tell yet.
  package func unfinishedErasures() throws -> [Erasure] {
    try ErasureNotes(vault: path).all()
  }

  /// How many erasures were cut off, without opening the vault at `path`; 0 where its folder may not
  /// be read.
  package static func unfinishedErasureCount(at path: String) -> Int {
    ErasureNotes(vault: path).count
  }

  /// Whether an erasure under way concerns the person behind an account.
  package func concerns(_ erasure: Erasure, _ account: Account) -> Bool {
    erasure.fingerprints.contains(keys.fingerprint(of: account))
  }

  /// Notes durably that a person will be erased. Nothing is destroyed yet.
  ///
  /// - Returns: none if the vault does not know the pseudonym or has erased it before.
  package func beginErasure(
    of pseudonym: String, request: String, at time: Instant
  ) throws -> Erasure? {
    guard let held = try held(pseudonym), !held.isErased else { return nil }
    let (slot, fingerprints) = try environment.read { transaction -> (UInt64?, [[UInt8]]) in
      let person = Array(pseudonym.utf8)
      var slot: UInt64?
      if case .slot(let number)? = KeyPlace(
        try transaction.value(in: tables.persons, for: person.span))
      {
        slot = number
      }
      var fingerprints: [[UInt8]] = []
      var cursor = try transaction.cursor(over: tables.accounts)
      // The account itself may be unreadable, so all rows are looked at.
      while let entry = try cursor.next() {
        guard entry.value.equals(person) else { continue }
        fingerprints.append(entry.key.indices.map { entry.key[$0] })
      }
      return (slot, fingerprints)
    }
    let erasure = Erasure(
      person: pseudonym, request: request, time: time, fields: held.fields, slot: slot,
      fingerprints: fingerprints)
    try ErasureNotes(vault: path).write(erasure)
    return erasure
  }

  /// Destroys what leads to the person, then the key, then the bytes that the store left behind.
  ///
  /// Other processes notice with their next batch that somebody was erased and forget whom they
  /// remember. Doing it again after it was cut off destroys what is left.
  package func destroy(_ erasure: Erasure, reached: (ErasureStep) -> Void) throws {
    try state.withLock { state in
      try environment.write { transaction in try remove(erasure, &transaction) }
      reached(.deleted)
      state.persons = PersonCache()
      if let slot = erasure.slot { try state.slots.erase(slot: slot) }
      reached(.keyDestroyed)
    }
    try environment.scrubUnusedBytes()
    reached(.scrubbed)
  }

  /// Takes the note of an erasure away, now that the log tells of it.
  package func finish(_ erasure: Erasure) throws {
    try ErasureNotes(vault: path).remove(erasure)
  }

  private func remove(_ erasure: Erasure, _ transaction: inout WriteTransaction) throws {
    let person = Array(erasure.person.utf8)
    // An account that was met again since belongs to another pseudonym by now.
    for fingerprint in erasure.fingerprints
    where try isOwner(person, of: fingerprint, transaction) {
      _ = try transaction.delete(fingerprint.span, in: tables.accounts)
    }
    for key in try valueKeys(of: person, transaction) {
      _ = try transaction.delete(key.span, in: tables.values)
    }
    try transaction.put(KeyPlace.erased.number.span, for: person.span, in: tables.persons)
    let count = NumberKey(try erasureCount(transaction) + 1)
    try transaction.put(count.span, for: Self.erasuresKey.span, in: tables.state)
  }

  private func isOwner(
    _ person: [UInt8], of fingerprint: [UInt8], _ transaction: borrowing WriteTransaction
  ) throws -> Bool {
    guard let owner = try transaction.value(in: tables.accounts, for: fingerprint.span) else {
      return false
    }
    return owner.equals(person)
  }

  private func valueKeys(
    of person: [UInt8], _ transaction: borrowing WriteTransaction
  ) throws -> [[UInt8]] {
    var keys: [[UInt8]] = []
    var cursor = try transaction.cursor(over: tables.values)
    try cursor.scan(prefix: person.span) { entry in
      keys.append(entry.key.indices.map { entry.key[$0] })
    }
    return keys
  }
}

// MARK: - Telling other processes

extension Vault {
  static let erasuresKey = Array("erasures".utf8)
  /// How many persons had lost their key when the ledger was restored without keys.
  static let lostKeysKey = Array("lost".utf8)

  /// How many times something was erased; a change means that what is remembered may be gone.
  func erasureCount() throws -> UInt64 {
    let name = Self.erasuresKey
    return try environment.read { transaction in
      NumberKey(try transaction.value(in: tables.state, for: name.span))?.number ?? 0
    }
  }

  func erasureCount(_ transaction: borrowing WriteTransaction) throws -> UInt64 {
    NumberKey(try transaction.value(in: tables.state, for: Self.erasuresKey.span))?.number ?? 0
  }
}

extension Span where Element == UInt8 {
  /// Whether the bytes are those of an array.
  func equals(_ other: [UInt8]) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }
}
