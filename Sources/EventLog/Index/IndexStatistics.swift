/// What looking up identifiers and conditions has cost this process, for tests and measurements.
package struct IndexStatistics: Hashable, Sendable {
  /// Identifiers that were looked up in the runs.
  package var lookupCount = 0
  /// Filters that were asked.
  package var filterTestCount = 0
  /// Searches in the keys of a run, because its filter let the identifier pass.
  package var fullProbeCount = 0
  /// Searches that found the fingerprint.
  package var matchCount = 0
  /// Events that conditions looked at inside a write transaction, where everybody else waits.
  package var lockedConditionEventCount = 0

  package init() {}

  /// Searches in vain for each identifier.
  package var vainProbesPerLookup: Double {
    lookupCount == 0 ? 0 : Double(fullProbeCount - matchCount) / Double(lookupCount)
  }
}
