package import LedgerModel

extension Vault {
  /// Whether the vault has anything to do with a draft: it names a person, or has a field that is
  /// kept or hashed. Sealing any other draft leaves it as it is.
  package static func isNeeded(for draft: Event) -> Bool {
    if let actor = draft.actor, !PersonNaming.isSystem(actor) { return true }
    return !SealPlan.plan(for: draft.type).actions.isEmpty
  }
}
