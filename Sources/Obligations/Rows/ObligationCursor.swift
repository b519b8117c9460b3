/// Judges row after row of a table. Rows of one duty that follow each other find it once, and what
/// they share is counted once: a row costs what its evidence does.
struct ObligationCursor {
  private let routed: RoutedDuties
  private let judges: [DutyJudge]
  private let records: [EvidenceRecord]
  /// Rows of the duty that the last row was of, and its judge.
  private var rows = 0..<0
  private var judge: DutyJudge?
  private var partCount = 1

  init(_ routed: RoutedDuties, _ judges: [DutyJudge]) {
    self.routed = routed
    self.judges = judges
    records = routed.facts.first?.index.records ?? []
  }

  /// Puts the row with that number into the chunk, in the place of one that is there or behind the
  /// last. Amortised O(evidence).
  mutating func put(_ number: Int, at place: Int, of chunk: inout [JudgedObligation]) {
    if !rows.contains(number) { find(number) }
    guard let judge else { return }
    let inside = number - rows.lowerBound
    let (holder, part) =
      partCount == 1 ? (inside, 0) : inside.quotientAndRemainder(dividingBy: partCount)
    if place < chunk.count {
      chunk[place].move(to: judge, holder, part, number, records)
    } else {
      chunk.append(JudgedObligation(judge, holder, part, routed.buckets, number, records))
    }
  }

  private mutating func find(_ number: Int) {
    let duty = routed.place(of: number).duty
    let route = routed.facts[duty].route
    rows = Int(route.firstRow)..<Int(route.firstRow) + route.rowCount
    (judge, partCount) = (judges[duty], route.partCount)
  }
}
