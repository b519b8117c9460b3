/// Why the vault cannot do what it was asked; no case carries a personal value.
package enum VaultError: Error, Hashable, Sendable {
  /// The key file or the ledger's own key is missing, cut off or not readable.
  case unreadableKeys(path: String)
  /// A stored entry does not have the form that the vault writes.
  case damaged(path: String, table: String)
  /// A personal field names no person under whose key it could be kept.
  case personalFieldWithoutPerson(type: String, field: String)
  /// The person was erased, so nothing personal can be kept under that pseudonym.
  case personErased(String)
  /// An event says that a person was erased whose key is still there.
  case notErased(String)
  /// The vault was written by a newer version of the program.
  case newerFormat(Int, path: String)
}

extension VaultError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadableKeys(let path): "the keys in \(path) cannot be read"
    case .damaged(let path, let table): "the table \(table) of \(path) holds an unreadable entry"
    case .personalFieldWithoutPerson(let type, let field):
      "\(type): the personal field \(field) needs a person"
    case .personErased(let person): "\(person) was erased and keeps no personal values"
    case .notErased(let person): "\(person) has not been erased"
    case .newerFormat(let format, let path):
      "\(path) has format \(format), which is newer than this program"
    }
  }

  /// One sentence that says what to do.
  package var remedy: String {
    switch self {
    case .unreadableKeys, .damaged: "Restore the vault from a backup made with person keys."
    case .personalFieldWithoutPerson: "Name the person, or leave the personal field out."
    case .personErased: "Name the person's account: it gets a new pseudonym."
    case .notErased: "Run `kiem erase`, which records it when it is true."
    case .newerFormat: "Use the version of kiem that wrote it, or a newer one."
    }
  }
}
