package import Catalog
package import LedgerModel

/// What the analysis asks of a ledger: which id a name means, and what the plan declares.
///
/// Without a resolver literals stay as written, levels and kinds are taken on trust.
package protocol EntityResolver {
  /// By id, code, path, name on the day asked about, former name; folded matches only suggest.
  func resolve(_ kind: EntityKind, _ text: String, campaign: String?) -> EntityResolution
  /// Levels of that campaign's plan, of all plans for none, from the root down; empty when unknown.
  func levels(campaign: String?) -> [String]
  /// Kinds of units (`ldld-huyen`) with the level of each.
  func unitKinds(campaign: String?) -> [String: String]
  /// Duties in declaration order.
  func duties(campaign: String?) -> [DutySummary]
  /// Who owes each duty, by its id; a duty without rows is left out. May judge every obligation:
  /// asked only for what a message or a lint needs.
  func holders(campaign: String?) -> [String: DutyHolders]
  /// Type of a figure of reports by its key, none for a key that no plan declares.
  func figureType(_ key: String, campaign: String?) -> ValueType?
  var campaigns: [String] { get }
}

/// What a name turned out to mean.
package enum EntityResolution: Sendable, Hashable {
  case found(EntityMatch)
  case ambiguous([EntityCandidate])
  /// Near names, the most likely first.
  case missing(suggestions: [String])
}

package struct EntityMatch: Sendable, Hashable {
  package let id: String
  /// Set when the text is a former name: what it is called now.
  package let presentName: String?
  /// First day on which a unit is no longer valid.
  package let closed: Day?

  package init(id: String, presentName: String? = nil, closed: Day? = nil) {
    self.id = id
    self.presentName = presentName
    self.closed = closed
  }
}

/// One of several things with the same name.
package struct EntityCandidate: Sendable, Hashable {
  package let id: String
  package let path: String
  package let opened: Day?
  package let closed: Day?

  package init(id: String, path: String, opened: Day? = nil, closed: Day? = nil) {
    self.id = id
    self.path = path
    self.opened = opened
    self.closed = closed
  }
}

/// A duty as literals and verbs need to know it.
package struct DutySummary: Sendable, Hashable {
  package let id: String
  /// A case of `duties.kind`.
  package let kind: String
  /// The cutoff as declared, before which no row is past due; none when the plan states no day.
  package let firstCutoff: Instant?

  package init(id: String, kind: String, firstCutoff: Instant? = nil) {
    self.id = id
    self.kind = kind
    self.firstCutoff = firstCutoff
  }
}

/// The rows of a duty in `obligations`.
package struct DutyHolders: Sendable, Hashable {
  package var rowCount: Int
  /// Levels of the units that owe it.
  package var levels: Set<String>

  package init(rowCount: Int = 0, levels: Set<String> = []) {
    self.rowCount = rowCount
    self.levels = levels
  }
}
