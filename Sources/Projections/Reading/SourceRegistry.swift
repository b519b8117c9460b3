import Catalog

/// Every way in which this program turns events into rows: stored folds, what readings add to
/// them, and derived sources. A new source is one file and one line here.
package struct SourceRegistry: Sendable {
  package private(set) var folds: [any SourceFold]
  package private(set) var readings: [String: any RowReading]
  package private(set) var derived: [String: any DerivedSource]

  package init(
    folds: [any SourceFold], readings: [any RowReading] = [], derived: [any DerivedSource] = []
  ) {
    self.folds = folds
    self.readings = Dictionary(
      readings.map { ($0.source, $0) }, uniquingKeysWith: { _, last in last })
    self.derived = Dictionary(
      derived.map { ($0.source, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// This registry with more derived sources, as those of upper layers.
  package func adding(_ more: [any DerivedSource]) -> SourceRegistry {
    var registry = self
    for source in more { registry.derived[source.source] = source }
    return registry
  }

  /// The stored sources that reading `source` will ask for, so that one pass over the log folds
  /// them all. What is missing here is folded when it is asked for.
  package func storedSources(behind source: String) -> Set<String> {
    var reached: Set<String> = ["campaigns", PersonLinks.source]
    var pending = [HistoryColumns.subject(of: source) ?? source]
    while let next = pending.popLast() {
      guard reached.insert(next).inserted else { continue }
      pending += derived[next]?.dependencies ?? []
      pending += readings[next]?.dependencies ?? []
      if SourceCatalog.source(named: next)?.column(named: "level") != nil {
        pending += UnitHistory.sources
      }
    }
    return reached.intersection(folds.map(\.source))
  }
}
