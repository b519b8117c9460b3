package import LedgerModel
package import Projections

/// All obligations of a ledger under one reading. Rows are judged when they are asked for; what no
/// clock changes of them is found out once for all readings of a position.
package struct ObligationTable {
  package let duties: [DutyRule]
  /// By the number of the duty: its campaign's settings, and the day on which holders are counted.
  package let settings: [CampaignSettings]
  package let dueDays: [Day]
  let routed: RoutedDuties
  private let judges: [DutyJudge]

  init(_ routed: RoutedDuties, _ context: ReadingContext) {
    self.routed = routed
    let compiled = routed.facts.map(\.route.duty)
    duties = compiled.map(\.rule)
    settings = compiled.map(\.settings)
    dueDays = compiled.map(\.dueDay)
    judges = routed.facts.map { DutyJudge($0, context.reading) }
  }

  /// Duties whose rules cannot be applied, and why.
  package var unusable: [UnusableDuty] { routed.unusable }

  /// How long what no clock changes took to find out.
  package var times: Times { routed.times }

  /// Rows in the order of duties and holders; those that are waived or not applicable too.
  package var rowCount: Int { routed.buckets.rowCount }

  /// The row with that number, judged. O(log duties) and what its evidence costs.
  package func row(_ number: Int) -> JudgedObligation {
    let (duty, holder, part) = routed.place(of: number)
    return JudgedObligation(
      judges[duty], holder, part, routed.buckets, number, routed.facts[duty].index.records)
  }

  /// Judges rows in each other's place, for whoever looks at many.
  var cursor: ObligationCursor { ObligationCursor(routed, judges) }

  /// All rows, judged one after the other as they are asked for.
  package var rows: some RandomAccessCollection<JudgedObligation> {
    (0..<rowCount).lazy.map { row($0) }
  }

  /// The row of a key text; none when nobody owes it.
  package func row(ofKey text: String) -> JudgedObligation? {
    for facts in routed.facts where text.hasPrefix(facts.route.duty.rule.key + "/") {
      let inside = facts.route.row(ofKey: text, facts.index.names)
      if inside >= 0 { return row(Int(facts.route.firstRow + inside)) }
    }
    return nil
  }

  /// The rows of a duty by its number.
  package func rows(ofDuty duty: Int) -> some RandomAccessCollection<JudgedObligation> {
    let route = routed.facts[duty].route
    let first = Int(route.firstRow)
    return (first..<first + route.rowCount).lazy.map { row($0) }
  }

  /// How long it took to derive.
  package struct Times: Sendable {
    package var indexing = Duration.zero
    package var routing = Duration.zero
    package var dispatching = Duration.zero
  }
}

extension ReadingContext {
  /// The obligations of this reading.
  package var obligations: ObligationTable {
    get throws {
      try shared("obligations") { ObligationTable(try routedDuties, self) }
    }
  }
}
