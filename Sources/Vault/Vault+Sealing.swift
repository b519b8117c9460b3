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
  /// - Returns: one result for each draft, in order; a failure concerns that event alone.
  /// - Throws: when the vault itself cannot be read or written; then nothing of the batch is kept.
  package func seal(_ drafts: [Event]) throws -> [Result<Event, VaultError>] {
    try state.withLock { state in
      var naming = PersonNaming()
      for draft in drafts { naming.collect(draft, known: state.persons) }
      guard naming.requiresStore else {
        var none: [Sealer.KeptValue] = []
        let sealer = sealer(persons: state.persons, found: FoundPersons())
        return try drafts.map { try sealer.seal($0, &none) }
      }
      let (results, found) = try store(drafts, naming, state)
      state.persons.remember(found)
      return results
    }
  }

  /// One vault commit for the batch: looks up and draws persons, then keeps their values.
  private func store(
    _ drafts: [Event], _ naming: PersonNaming, _ state: State
  ) throws -> ([Result<Event, VaultError>], FoundPersons) {
    var found = FoundPersons()
    var results: [Result<Event, VaultError>] = []
    results.reserveCapacity(drafts.count)
    try environment.write { transaction in
      try find(naming, &found, &transaction)
      try draw(naming, &found, state.slots, &transaction)
      if naming.hasPersonalValues {
        try loadKeys(drafts, state, &found, &transaction)
      }
      let sealer = sealer(persons: state.persons, found: found)
      var kept = found.accountValues
      for draft in drafts { results.append(try sealer.seal(draft, &kept)) }
      for value in kept {
        let key = Array(value.pseudonym.utf8) + value.commitment
        _ = try transaction.putIfAbsent(value.ciphertext.span, for: key.span, in: tables.values)
      }
    }
    return (results, found)
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
  var pseudonyms: Set<String> = []
  var keys: [String: PersonKey] = [:]
  /// The accounts of persons that were drawn, for their own entry in the vault.
  var accountValues: [Sealer.KeptValue] = []
}

extension PersonCache {
  mutating func remember(_ found: FoundPersons) {
    for (account, pseudonym) in found.names { remember(account, pseudonym) }
    for pseudonym in found.pseudonyms { remember(pseudonym) }
    for (pseudonym, key) in found.keys { remember(key, of: pseudonym) }
  }
}
