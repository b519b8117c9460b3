/// How the numbers of a later part of the rows read in those of the parts before it.
struct MergeMap {
  /// By group of the later part the group here.
  let groups: [Int32]
  /// By code of an argument there its code here; empty for aggregates without codes.
  let codes: [Int32]
  /// What the codes here lie below.
  let codeBound: Int
  /// True where rows of equal time have no positions, so that those of the later part come later.
  let hasRowOrder: Bool
}

/// Says that parts cannot be put together so that the result is surely what one thread would have
/// found. One thread then goes through the rows again.
struct NotMergeable: Error {}
