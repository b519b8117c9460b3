import LMDB
package import LedgerModel
import Synchronization

extension Vault {
  /// Every value kept about a person, their account among them; empty if the person is unknown or
  /// erased. Showing one to somebody is an event of its own (`identity.revealed`).
  package func reveal(_ pseudonym: String) throws -> [CommittedValue] {
    try state.withLock { state in
      guard let key = try key(of: pseudonym, state) else { return [] }
      let prefix = Array(pseudonym.utf8)
      return try environment.read { transaction in
        var values: [CommittedValue] = []
        var cursor = try transaction.cursor(over: tables.values)
        try cursor.scan(prefix: prefix.span) { values.append(try open($0.value, key)) }
        return values
      }
    }
  }

  /// The value behind a commitment of the log; none if the person is unknown or erased.
  package func reveal(_ pseudonym: String, commitment: [UInt8]) throws -> FieldValue? {
    try state.withLock { state in
      guard let key = try key(of: pseudonym, state) else { return nil }
      let place = Array(pseudonym.utf8) + commitment
      return try environment.read { transaction in
        guard let stored = try transaction.value(in: tables.values, for: place.span) else {
          return nil
        }
        return try open(stored, key).value
      }
    }
  }

  /// Names of the fields whose values can be read, sorted, each once. A damaged value is left out:
  /// it must not keep a person from being erased.
  func readableFields(of pseudonym: String) throws -> [String] {
    try state.withLock { state in
      guard let key = try key(of: pseudonym, state) else { return [] }
      let prefix = Array(pseudonym.utf8)
      return try environment.read { transaction in
        var fields: Set<String> = []
        var cursor = try transaction.cursor(over: tables.values)
        try cursor.scan(prefix: prefix.span) { entry in
          do { fields.insert(try open(entry.value, key).field) } catch is VaultError {}
        }
        return fields.sorted()
      }
    }
  }

  private func key(of pseudonym: String, _ state: State) throws -> PersonKey? {
    let person = Array(pseudonym.utf8)
    let place = try environment.read { transaction in
      KeyPlace(try transaction.value(in: tables.persons, for: person.span))
    }
    guard case .slot(let slot)? = place else { return nil }
    return try state.slots.key(inSlot: slot).map(PersonKey.init)
  }

  private func open(_ stored: Span<UInt8>, _ key: PersonKey) throws -> CommittedValue {
    do {
      return try CommittedValue(message: key.open(stored.indices.map { stored[$0] }))
    } catch {
      throw VaultError.damaged(path: path, table: tables.values.name)
    }
  }
}
