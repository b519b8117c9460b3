package import EventLog
import LedgerModel
package import Projections
package import QueryPlan

/// Folds every source of a registry twice, in one pass and in steps, and compares the digests: rows
/// must be a function of the events alone, wherever a fold stopped in between.
package struct FoldComparison {
  private let registry: SourceRegistry
  private let reading: Reading
  private let cuts: [UInt64]

  /// - Parameters:
  ///   - reading: up to where is folded, and the clock of derived sources.
  ///   - cuts: positions at which the second fold stops, ascending.
  package init(_ registry: SourceRegistry, at reading: Reading, cutAt cuts: [UInt64]) {
    self.registry = registry
    self.reading = reading
    self.cuts = cuts
  }

  /// Compares, and adds sources and problems to the report.
  ///
  /// - Parameter log: makes a view of the log for the pass of that number, 0 or 1.
  package func run(
    _ report: inout VerificationReport, _ log: (_ pass: UInt64) -> any EventSource
  ) throws {
    let whole = try fold(log(0), cutAt: [])
    let inSteps = try fold(log(1), cutAt: cuts)
    for (one, other) in zip(whole, inSteps) where one != other {
      report.add(
        VerificationProblem(
          .projection, nil,
          "\(one.name) has other rows when it is folded in steps: \(one.digest) in one pass, "
            + "\(other.digest) in steps"))
    }
    report.sources = whole
    report.cuts = cuts
  }

  /// The digests after a fold of its own; what was folded goes with it.
  private func fold(
    _ log: any EventSource, cutAt cuts: [UInt64]
  ) throws -> [VerifiedSource] {
    let store = ProjectionStore(log: log, folds: registry.folds)
    for cut in cuts { try store.advance(store.sources, through: Position(cut)) }
    try store.advance(store.sources, through: reading.position)
    return try SourceDigests(registry, store, at: reading).all()
  }
}
