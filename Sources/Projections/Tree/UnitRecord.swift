package import LedgerModel

/// One unit with everything that is known of it over the days.
package struct UnitRecord: Sendable {
  package let unit: String
  package var kind = ""
  package var level = ""
  package var code: String?
  package var sector: String?
  package var territory: String?
  package var departments: [String] = []
  /// First day; none for always.
  package var opened: Day?
  /// First day not valid.
  package var closed: Day?
  /// False for a unit that only mergers and splits name.
  package var isRegistered = false
  /// Names in the order of their first days; none for the name from the beginning.
  package var names: [Dated<String>] = []
  package var parents: [Dated<String?>] = []
  /// Units that it went into, and units that it came from.
  package var successors: [String] = []
  package var predecessors: [String] = []
  package var headcounts: [Headcount] = []
  /// When it was first heard of, and the newest event about it.
  package var known: Instant
  package var version: RowVersion

  /// Something that holds from a day on.
  package struct Dated<Content: Sendable>: Sendable {
    package let day: Day?
    package let position: Position
    package let content: Content
  }

  /// A declaration of how many people the unit has.
  package struct Headcount: Sendable {
    package let day: Day
    package let officials: Int64?
    package let members: Int64?
    package let workers: Int64?
    package let version: RowVersion
  }

  init(_ unit: String, known: Instant, version: RowVersion) {
    self.unit = unit
    self.known = known
    self.version = version
  }

  /// True when opened ≤ day < closed.
  package func isValid(on day: Day) -> Bool {
    (opened.map { $0 <= day } ?? true) && (closed.map { day < $0 } ?? true)
  }

  /// The name on that day; before the first known day the first name.
  package func name(on day: Day) -> String { names.content(on: day) ?? unit }

  /// The parent as stated for that day, before succession.
  package func parent(on day: Day) -> String? { parents.content(on: day) ?? nil }

  /// The one unit that it went into, none when there is no one or several.
  package var uniqueSuccessor: String? { successors.count == 1 ? successors[0] : nil }
  package var uniquePredecessor: String? { predecessors.count == 1 ? predecessors[0] : nil }

  /// The newest declaration with as_of ≤ day.
  package func headcount(on day: Day) -> Headcount? { headcounts.last { $0.day <= day } }
}

extension Array {
  /// What holds on a day: the last entry whose day has come, else the first.
  fileprivate func content<Content>(on day: Day) -> Content?
  where Element == UnitRecord.Dated<Content> {
    (last { $0.day.map { $0 <= day } ?? true } ?? first)?.content
  }
}
