import LMDB

extension LedgerError {
  /// What is damaged, if that is what the error says; none for errors that say nothing about the
  /// ledger's content.
  var damage: String? {
    switch self {
    case .damaged(_, let reason): reason
    case .halfCreated: "the head of the log is missing"
    case .notALedger: "a table of the log is missing"
    case .store(let error): error.isDamage ? error.description : nil
    default: nil
    }
  }
}

extension LMDBError {
  /// Whether the content of the file is at fault, and not the machine.
  fileprivate var isDamage: Bool {
    if case .truncated = self { return true }
    let damage: [ResultCode] = [
      .corrupted, .invalidFile, .pageNotFound, .versionMismatch, .panic, .incompatible, .notFound,
    ]
    return code.map(damage.contains) ?? false
  }
}
