/// Why a person cannot be erased, or not yet. No case carries an account or a name.
package enum ErasureProblem: Error, Hashable, Sendable {
  /// No pseudonym of this ledger belongs to the account, or it is none of this ledger.
  case unknownPerson(path: String)
  /// The event that tells of the erasure would be refused, so nothing was destroyed.
  case refused(reason: String)
  /// It was begun and something stopped it; what is destroyed stays so, the log does not tell yet.
  case unfinished(person: String, reason: String)
}

extension ErasureProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownPerson(let path): "the vault of \(path) does not know that person"
    case .refused(let reason): "the erasure cannot be recorded: \(reason)"
    case .unfinished(let person, let reason):
      "the erasure of \(person) is begun and not finished: \(reason)"
    }
  }

  /// One sentence that says what to do.
  package var remedy: String {
    switch self {
    case .unknownPerson:
      "Give the pseudonym (p-…) or the account as it stands in the files; one that was erased "
        + "before is not known any more."
    case .refused: "Nothing was destroyed; change the request and run the command again."
    case .unfinished: "Run `kiem erase` again: it finishes what was begun."
    }
  }
}
