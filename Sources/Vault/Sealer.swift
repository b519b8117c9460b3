import Catalog
import LedgerModel

/// Rewrites drafts, given everything that had to be looked up: a pure step.
struct Sealer {
  let names: (Account) -> String?
  let isPseudonym: (String) -> Bool
  let keys: [String: PersonKey]
  let ledgerKeys: LedgerKeys

  /// A personal value on its way into the store.
  struct KeptValue: Sendable {
    let pseudonym: String
    let commitment: [UInt8]
    let ciphertext: [UInt8]
  }

  /// Brings a draft into its stored form; values to keep are added to `kept`.
  ///
  /// - Returns: why this event cannot be sealed, none if it was.
  func seal(_ draft: inout Event, _ kept: inout [KeptValue]) throws -> VaultError? {
    let plan = SealPlan.plan(for: draft.type)
    let owner = plan.hasPersonalFields ? owner(of: draft) : nil
    if let actor = draft.actor, !PersonNaming.isSystem(actor) { draft.actor = person(actor) }
    var data = draft.data
    for (field, action) in plan.actions {
      guard let index = data.firstIndex(where: { $0.name == field }) else { continue }
      let named = data[index]
      switch action {
      case .person(let type): data[index] = NamedValue(named.name, value(named.value, type))
      case .any: data[index] = NamedValue(named.name, replacingAccounts(named.value))
      case .hashed: data[index] = try hashed(named)
      case .personal:
        guard let owner else {
          return .personalFieldWithoutPerson(type: draft.type.name, field: named.name)
        }
        guard let key = keys[owner] else { return .personErased(owner) }
        data[index] = try committed(named, of: draft, owner: owner, key: key, &kept)
      }
    }
    if !plan.actions.isEmpty { draft.data = data }
    return nil
  }

  /// The person whose key covers the personal fields of an event: its field `person`.
  func owner(of draft: Event) -> String? {
    guard let value = draft["person"] else { return nil }
    return person(value).text
  }

  /// The pseudonym for a value in a person's place; anything else stays for validation to refuse.
  private func person(_ value: FieldValue) -> FieldValue {
    if let text = PersonNaming.pseudonym(value), isPseudonym(text) { return .text(text) }
    guard let account = PersonNaming.account(value), let name = names(account) else {
      return value
    }
    return .text(name)
  }

  private func value(_ value: FieldValue, _ type: FieldType) -> FieldValue {
    switch (type, value) {
    case (.reference(.person), _), (.declares(.person), _): person(value)
    case (.list(let element), .list(let values)): .list(values.map { self.value($0, element) })
    case (.map(let element), .record(let entries)):
      .record(entries.map { NamedValue($0.name, self.value($0.value, element)) })
    case (.record(let fields), .record(let entries)):
      .record(
        entries.map { entry in
          guard let field = fields.first(where: { $0.name == entry.name }) else { return entry }
          return NamedValue(entry.name, self.value(entry.value, field.type))
        })
    default: value
    }
  }

  private func replacingAccounts(_ value: FieldValue) -> FieldValue {
    switch value {
    case .account: person(value)
    case .list(let values): .list(values.map(replacingAccounts))
    case .record(let entries):
      .record(entries.map { NamedValue($0.name, replacingAccounts($0.value)) })
    default: value
    }
  }

  private func hashed(_ named: NamedValue) throws -> NamedValue {
    if case .commitment = named.value { return named }
    let hash = try ledgerKeys.hash(field: named.name, value: named.value)
    return NamedValue(named.name, .commitment(hash))
  }

  private func committed(
    _ named: NamedValue, of draft: Event, owner: String, key: PersonKey,
    _ kept: inout [KeptValue]
  ) throws -> NamedValue {
    if case .commitment = named.value { return named }
    let message = try CommittedValue(
      source: draft.source, id: draft.id, field: named.name, value: named.value
    ).message
    let commitment = key.commitment(to: message)
    let ciphertext = try key.seal(message, commitment: commitment)
    kept.append(KeptValue(pseudonym: owner, commitment: commitment, ciphertext: ciphertext))
    return NamedValue(named.name, .commitment(commitment))
  }
}
