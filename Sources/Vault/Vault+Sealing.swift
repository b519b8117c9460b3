import LMDB
package import LedgerModel
import Synchronization

extension Vault {
  /// Turns drafts into the form that the log stores: persons become pseudonyms, personal values
  /// commitments, hashed values hashes.
  ///
  /// Everything the results refer to is durable when it returns, so an import that is cut off after
  /// it finds the same pseudonyms again. Sealing the same draft twice gives the same event. A bare
  /// text in a person's place is taken as an account unless it is a pseudonym of this vault.
  ///
  /// - Returns: why some drafts, by their index, cannot be sealed; the others are.
  /// - Throws: when the vault itself cannot be read or written; then nothing of the batch is kept.
  package func seal(_ drafts: inout [Event]) throws -> [Int: VaultError] {
    try state.withLock { state in
      while true {
        do { return try seal(&drafts, &state) } catch is PersonsErased { continue }
      }
    }
  }

  private func seal(_ drafts: inout [Event], _ state: inout State) throws -> [Int: VaultError] {
    state.persons.follow(try erasureCount())
    var naming = PersonNaming()
    for draft in drafts { naming.collect(draft, known: state.persons) }
    guard naming.requiresStore else {
      var none: [Sealer.KeptValue] = []
      let sealer = sealer(persons: state.persons, found: FoundPersons())
      return try sealer.seal(&drafts, &none)
    }
    let (failures, found) = try store(&drafts, naming, state)
    state.persons.remember(found)
    return failures
  }

  /// Somebody was erased between the look at what is remembered and the write.
  private struct PersonsErased: Error {}

  /// As above, with the stored form or the reason for each draft, in order.
  package func seal(_ drafts: [Event]) throws -> [Result<Event, VaultError>] {
    var events = drafts
    let failures = try seal(&events)
    return events.indices.map { index in
      failures[index].map { .failure($0) } ?? .success(events[index])
    }
  }

  /// One vault commit for the batch: looks up and draws persons, then keeps their values.
  private func store(
    _ drafts: inout [Event], _ naming: PersonNaming, _ state: State
  ) throws -> ([Int: VaultError], FoundPersons) {
    var found = FoundPersons()
    var failures: [Int: VaultError] = [:]
    try environment.write { transaction in
      guard try erasureCount(transaction) == state.persons.erasureCount else {
        throw PersonsErased()
      }
      try find(naming, &found, &transaction)
      try draw(&found, state.slots, &transaction)
      if naming.hasPersonalValues {
        try loadKeys(drafts, state, &found, &transaction)
      }
      let sealer = sealer(persons: state.persons, found: found)
      var kept = found.accountValues
      failures = try sealer.seal(&drafts, &kept)
      if naming.claimsErasure { try checkClaims(drafts, &failures, transaction) }
      // In key order neighbouring values share a page while it is still in the cache.
      for value in kept.sorted(by: { $0.pseudonym < $1.pseudonym }) {
        let key = Array(value.pseudonym.utf8) + value.commitment
        _ = try transaction.putIfAbsent(value.ciphertext.span, for: key.span, in: tables.values)
      }
    }
    return (failures, found)
  }

  /// Refuses events that say a person was erased whose key is still there: only `kiem erase` makes
  /// that true.
  private func checkClaims(
    _ drafts: [Event], _ failures: inout [Int: VaultError],
    _ transaction: borrowing WriteTransaction
  ) throws {
    for (index, draft) in drafts.enumerated()
    where SealPlan.plan(for: draft.type).claimsErasure && failures[index] == nil {
      guard let person = draft.text("person") else { continue }
      let name = Array(person.utf8)
      let place = KeyPlace(try transaction.value(in: tables.persons, for: name.span))
      if place != .erased { failures[index] = .notErased(person) }
    }
  }

  private func sealer(persons: PersonCache, found: FoundPersons) -> Sealer {
    Sealer(
      names: { persons.pseudonym(of: $0) ?? found.names[$0] },
      isPseudonym: { persons.isKnown($0) || found.pseudonyms.contains($0) },
      keys: found.keys, ledgerKeys: keys)
  }
}

/// What one batch looked up or drew beyond the cache.
struct FoundPersons {
  var names: [Account: String] = [:]
  /// Accounts that the vault does not know, with what they will be found by.
  var unknown: [(account: Account, fingerprint: [UInt8])] = []
  var pseudonyms: Set<String> = []
  var keys: [String: PersonKey] = [:]
  /// The accounts of persons that were drawn, for their own entry in the vault.
  var accountValues: [Sealer.KeptValue] = []
}

extension Sealer {
  /// Seals every draft where it lies.
  func seal(_ drafts: inout [Event], _ kept: inout [KeptValue]) throws -> [Int: VaultError] {
    var failures: [Int: VaultError] = [:]
    for index in drafts.indices {
      if let failure = try seal(&drafts[index], &kept) { failures[index] = failure }
    }
    return failures
  }
}

extension PersonCache {
  mutating func remember(_ found: FoundPersons) {
    for (account, pseudonym) in found.names { remember(account, pseudonym) }
    for pseudonym in found.pseudonyms { remember(pseudonym) }
    for (pseudonym, key) in found.keys { remember(key, of: pseudonym) }
  }
}
