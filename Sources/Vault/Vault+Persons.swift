import LMDB
import LedgerModel

/// Looking persons up and drawing new ones, inside the transaction of a batch.
extension Vault {
  /// Finds the accounts and pseudonyms that the vault already knows.
  func find(
    _ naming: PersonNaming, _ found: inout FoundPersons, _ transaction: inout WriteTransaction
  ) throws {
    let fingerprints = OnAllCores.map(naming.accounts) { [keys] in keys.fingerprint(of: $0) }
    for (account, fingerprint) in zip(naming.accounts, fingerprints) {
      if let stored = try transaction.value(in: tables.accounts, for: fingerprint.span) {
        found.names[account] = try text(stored, table: tables.accounts)
      } else {
        found.unknown.append((account, fingerprint))
      }
    }
    for candidate in naming.candidates
    where try transaction.value(in: tables.persons, for: Array(candidate.utf8).span) != nil {
      found.pseudonyms.insert(candidate)
    }
  }

  /// Draws a pseudonym and a key for every account that is still unknown; the keys are on the disk
  /// before the transaction commits.
  func draw(
    _ found: inout FoundPersons, _ slots: KeySlotFile,
    _ transaction: inout WriteTransaction
  ) throws {
    let unknown = found.unknown.filter { !isPseudonym($0.account, found) }
    guard !unknown.isEmpty else { return }
    var drawn: [String] = []
    var taken: Set<String> = []
    for (account, fingerprint) in unknown {
      let pseudonym = try drawPseudonym(for: fingerprint, besides: taken, transaction)
      let subject = Array(pseudonym.utf8)
      try transaction.put(subject.span, for: fingerprint.span, in: tables.accounts)
      found.names[account] = pseudonym
      taken.insert(pseudonym)
      drawn.append(pseudonym)
    }
    try drawKeys(of: drawn, &found, slots, &transaction)
    let persons = zip(unknown, drawn).compactMap { unknown, pseudonym in
      found.keys[pseudonym].map { (account: unknown.account, pseudonym: pseudonym, key: $0) }
    }
    let values = OnAllCores.map(persons) { person in
      Result { try Self.kept(person.account, person.pseudonym, person.key) }
    }
    found.accountValues += try values.map { try $0.get() }
  }

  /// Gives persons keys in slots of their own, which are on the disk when it returns.
  private func drawKeys(
    of persons: [String], _ found: inout FoundPersons, _ slots: KeySlotFile,
    _ transaction: inout WriteTransaction
  ) throws {
    guard !persons.isEmpty else { return }
    let firstSlot = try slotCount(&transaction)
    let drawn = OnAllCores.map(persons) { [randomness] person in
      let secret = randomness.bytes(
        count: KeySlotFile.slotByteCount, purpose: "person.key", subject: Array(person.utf8))
      return (secret: secret, key: PersonKey(secret))
    }
    for (index, person) in persons.enumerated() {
      let place = KeyPlace.slot(firstSlot + UInt64(index))
      try transaction.put(place.number.span, for: Array(person.utf8).span, in: tables.persons)
      found.keys[person] = drawn[index].key
    }
    try slots.write(drawn.map(\.secret), fromSlot: firstSlot)
    let count = NumberKey(firstSlot + UInt64(drawn.count))
    try transaction.put(count.span, for: Self.slotsKey.span, in: tables.state)
  }

  /// Whether the account is the text of a pseudonym that names itself.
  private func isPseudonym(_ account: Account, _ found: FoundPersons) -> Bool {
    account.issuer.isEmpty && found.pseudonyms.contains(account.identifier)
  }

  /// A pseudonym that nobody has; draws again in the unlikely case that it is taken.
  private func drawPseudonym(
    for fingerprint: [UInt8], besides taken: Set<String>,
    _ transaction: borrowing WriteTransaction
  ) throws -> String {
    var attempt: UInt8 = 0
    while true {
      let random = randomness.bytes(
        count: Pseudonym.randomByteCount, purpose: "pseudonym",
        subject: fingerprint + [attempt])
      let text = Pseudonym.text(for: random)
      if try !taken.contains(text)
        && transaction.value(in: tables.persons, for: Array(text.utf8).span) == nil
      {
        return text
      }
      guard attempt < .max else { throw VaultError.damaged(path: path, table: "persons") }
      attempt += 1
    }
  }

  private static func kept(
    _ account: Account, _ pseudonym: String, _ key: PersonKey
  ) throws -> Sealer.KeptValue {
    let message = try CommittedValue(
      source: "", id: "", field: CommittedValue.accountField,
      value: .list([.text(account.issuer), .text(account.identifier)])
    ).message
    let commitment = key.commitment(to: message)
    return Sealer.KeptValue(
      pseudonym: pseudonym, commitment: commitment,
      ciphertext: try key.seal(message, commitment: commitment))
  }

  static let slotsKey = Array("slots".utf8)

  private func slotCount(_ transaction: inout WriteTransaction) throws -> UInt64 {
    NumberKey(try transaction.value(in: tables.state, for: Self.slotsKey.span))?.number ?? 0
  }

  /// Loads the keys of persons whose personal values the batch brings; a person whose key was lost
  /// with a restore gets a new one.
  func loadKeys(
    _ drafts: [Event], _ state: State, _ found: inout FoundPersons,
    _ transaction: inout WriteTransaction
  ) throws {
    let owners = ownersOfPersonalValues(drafts, state, found)
    var lost: [String] = []
    for owner in owners where found.keys[owner] == nil {
      if let key = state.persons.key(of: owner) {
        found.keys[owner] = key
      } else if let stored = try transaction.value(in: tables.persons, for: Array(owner.utf8).span)
      {
        switch KeyPlace(stored) {
        case .slot(let slot)?:
          found.keys[owner] = try state.slots.key(inSlot: slot).map(PersonKey.init)
        case .lost?: lost.append(owner)
        case .erased?: break
        case nil: throw VaultError.damaged(path: path, table: tables.persons.name)
        }
      }
    }
    try drawKeys(of: lost.sorted(), &found, state.slots, &transaction)
  }

  private func ownersOfPersonalValues(
    _ drafts: [Event], _ state: State, _ found: FoundPersons
  ) -> Set<String> {
    var owners: Set<String> = []
    let persons = state.persons
    let sealer = Sealer(
      names: { persons.pseudonym(of: $0) ?? found.names[$0] },
      isPseudonym: { persons.isKnown($0) || found.pseudonyms.contains($0) },
      keys: [:], ledgerKeys: keys)
    for draft in drafts where SealPlan.plan(for: draft.type).hasPersonalFields {
      if let owner = sealer.owner(of: draft) { owners.insert(owner) }
    }
    return owners
  }

  /// The text of a stored pseudonym.
  func text(_ stored: Span<UInt8>, table: Table) throws(VaultError) -> String {
    guard let text = try? String(copying: UTF8Span(validating: stored)) else {
      throw .damaged(path: path, table: table.name)
    }
    return text
  }
}
