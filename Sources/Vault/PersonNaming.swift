import Catalog
import LedgerModel

/// How drafts name persons, and what the vault has to look up before it can seal a batch.
struct PersonNaming {
  /// Accounts without a known pseudonym, in the order of their first use.
  private(set) var accounts: [Account] = []
  /// Texts that have the form of a pseudonym and are not known to be one yet.
  private(set) var candidates: [String] = []
  /// Whether some draft has a value that is kept as ciphertext.
  private(set) var hasPersonalValues = false
  /// Whether some draft says that a person was erased.
  private(set) var claimsErasure = false
  private var seen: Set<Account> = []

  var requiresStore: Bool {
    !accounts.isEmpty || !candidates.isEmpty || hasPersonalValues || claimsErasure
  }

  /// Actors that are programs and not persons.
  static let systemPrefix = "system:"

  mutating func collect(_ draft: Event, known: PersonCache) {
    if let actor = draft.actor, !Self.isSystem(actor) { collectPerson(actor, known) }
    let plan = SealPlan.plan(for: draft.type)
    guard !plan.actions.isEmpty else { return }
    if plan.claimsErasure { claimsErasure = true }
    for (field, action) in plan.actions {
      guard let value = draft[field] else { continue }
      switch action {
      case .hashed: break
      case .personal: hasPersonalValues = true
      case .person(let type): collect(value, type, known)
      case .any: collectAccounts(value, known)
      }
    }
  }

  /// Walks a value beside its declared type.
  private mutating func collect(_ value: FieldValue, _ type: FieldType, _ known: PersonCache) {
    switch (type, value) {
    case (.reference(.person), _), (.declares(.person), _): collectPerson(value, known)
    case (.list(let element), .list(let values)):
      for value in values { collect(value, element, known) }
    case (.map(let element), .record(let entries)):
      for entry in entries { collect(entry.value, element, known) }
    case (.record(let fields), .record(let entries)):
      for entry in entries {
        guard let field = fields.first(where: { $0.name == entry.name }) else { continue }
        collect(entry.value, field.type, known)
      }
    default: break
    }
  }

  private mutating func collectAccounts(_ value: FieldValue, _ known: PersonCache) {
    switch value {
    case .account: collectPerson(value, known)
    case .list(let values): for value in values { collectAccounts(value, known) }
    case .record(let entries): for entry in entries { collectAccounts(entry.value, known) }
    default: break
    }
  }

  private mutating func collectPerson(_ value: FieldValue, _ known: PersonCache) {
    if let text = Self.pseudonym(value) {
      if known.isKnown(text) { return }
      candidates.append(text)
    }
    guard let account = Self.account(value), known.pseudonym(of: account) == nil else { return }
    if seen.insert(account).inserted { accounts.append(account) }
  }

  /// The account that a value in a person's place stands for, unless the text is a pseudonym.
  static func account(_ value: FieldValue) -> Account? {
    switch value {
    case .account(let account): account
    case .text(let text): Account(identifier: text)
    default: nil
    }
  }

  /// The text of a pseudonym in a person's place. Files read back name persons so: as an account
  /// without an issuer.
  static func pseudonym(_ value: FieldValue) -> String? {
    guard let account = account(value), account.issuer.isEmpty,
      Pseudonym.hasForm(account.identifier)
    else { return nil }
    return account.identifier
  }

  static func isSystem(_ actor: FieldValue) -> Bool {
    actor.text?.hasPrefix(systemPrefix) ?? false
  }
}
