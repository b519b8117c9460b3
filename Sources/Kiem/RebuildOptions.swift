package import Columns
package import Projections

/// How stored rows are folded anew.
package struct RebuildOptions: Sendable {
  /// Fold only these and compare them with the live rows, which stay as they are; all sources, in a
  /// new generation, when it is empty.
  package var sources: [String] = []
  /// Go on with the generation that an earlier run left unfinished.
  package var isResumed = false
  /// Older generations to keep beside the live one.
  package var keepCount = 1
  /// End with an error at the first event that cannot be folded.
  package var isStrict = false
  /// What it may hold in memory. A run that would hold more ends with `FoldingMemoryError`; what it
  /// wrote stays for `isResumed`.
  package var memory = FoldingMemory.standard
  /// Blocks in which the rows are kept; digests are cut where chunks are, so that rows in others cannot be
  /// compared by them.
  package var sizes = RowStore.Sizes.standard

  package init() {}
}

/// Why rows cannot be folded anew.
package enum RebuildError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownSource(String, known: [String])
  case nothingToResume
  case nothingToRollBackTo
  /// An event that cannot be folded, where none was to be set aside.
  case poisonous(source: String, position: UInt64, reason: String)

  package var description: String {
    switch self {
    case .unknownSource(let name, let known):
      "there is no stored source \(name); stored are \(known.joined(separator: ", "))"
    case .nothingToResume:
      "no rebuild was left unfinished that this program can go on with; run it without --resume"
    case .nothingToRollBackTo:
      "there is no older generation that fits this log and this program; run `kiem rebuild`"
    case .poisonous(let source, let position, let reason):
      "\(source) cannot take in #\(position): \(reason); without --strict it is set aside"
    }
  }
}
