package import LedgerModel
package import Projections

/// All obligations of a ledger under one reading.
package struct ObligationTable {
  package let duties: [DutyRule]
  /// In the order of duties and holders; those that are waived or not applicable too.
  package let rows: [JudgedObligation]
  /// Duties whose rules cannot be applied, and why.
  package let unusable: [UnusableDuty]
  /// By the number of the duty: its campaign's settings, and the day on which holders are counted.
  package let settings: [CampaignSettings]
  package let dueDays: [Day]
  /// How long it took to derive.
  package var times = Times()

  /// Time on the wall, stage by stage.
  package struct Times: Sendable {
    package var indexing = Duration.zero
    package var routing = Duration.zero
    package var dispatching = Duration.zero
    package var judging = Duration.zero
  }
}

extension ReadingContext {
  /// The obligations of this reading, judged once.
  package var obligations: ObligationTable {
    get throws {
      let compiler = store.companion("dutyCompiler") { DutyCompiler() }
      return try shared("obligations") { try ObligationBuilder(self, compiler).table() }
    }
  }
}
