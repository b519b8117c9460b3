import Catalog
package import LedgerModel

/// What the play knows of itself, written down as it happens: the oracle that answers are
/// checked against, independent of log, projections and queries.
package struct SimulationRecord: Sendable {
  /// One version of a report of an upper union for O11.
  package struct Filing: Sendable {
    package let unit: String
    package let version: Int
    /// When it is said to have been filed; a correction changes it.
    package let time: Instant
    package let recorded: Instant
    package internal(set) var returned: (time: Instant, recorded: Instant)?
    /// When the entry was struck out.
    package internal(set) var voidedAt: Instant?
    package internal(set) var correction: (time: Instant, recorded: Instant)?
  }

  /// Every upper union that owes O11, in the order of the plan.
  package internal(set) var upperUnits: [String] = []
  package internal(set) var filings: [Filing] = []
  /// Union to the instant at which its waiver happened and was recorded.
  package internal(set) var waived: [String: (time: Instant, recorded: Instant)] = [:]
  /// Union to its extended cutoff and when that ruling happened and was recorded.
  package internal(set) var extended:
    [String: (cutoff: Instant, time: Instant, recorded: Instant)] =
      [:]
  /// Events recorded, by name of type.
  package internal(set) var counts: [String: Int] = [:]
  /// Drafts sent a second time.
  package internal(set) var repeated = 0
  /// The position that the first provincial report rests on, and when it was recorded.
  package internal(set) var consolidatedAt: (position: UInt64, recorded: Instant)?
  /// Grassroots unions that handed in figures, O20.
  package internal(set) var grassrootsReports = 0
  /// Study sessions held, and those that brought people together under a restriction.
  package internal(set) var sessionsHeld = 0
  package internal(set) var breaches = 0
  /// Opinions that a person answered at least once.
  package internal(set) var answeredThreads = 0
  package internal(set) var exam = ExamRecord()
  /// What the unions below an upper union handed in so far, by the union's index.
  var grassrootsFigures: [Int: ReportFigures] = [:]

  package init() {}
}

extension SimulationRecord {
  mutating func count(_ event: Event) { counts[event.type.name, default: 0] += 1 }

  mutating func noteSession(isBreach: Bool) {
    sessionsHeld += 1
    if isBreach { breaches += 1 }
  }

  mutating func noteGrassrootsReport(to unit: Int, _ figures: ReportFigures) {
    grassrootsReports += 1
    grassrootsFigures[unit] = (grassrootsFigures[unit] ?? ReportFigures()) + figures
  }

  /// Changes the version of that report that was noted before.
  mutating func change(_ unit: String, _ version: Int, _ body: (inout Filing) -> Void) {
    guard let index = filings.firstIndex(where: { $0.unit == unit && $0.version == version })
    else { return }
    body(&filings[index])
  }
}
