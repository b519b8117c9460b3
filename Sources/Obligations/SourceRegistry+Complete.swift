package import Projections

extension SourceRegistry {
  /// Every source of the language: those of the projections, and those that rest on obligations.
  package static let complete = SourceRegistry.projections.adding([
    ObligationsSource(), ReportsSource(), WaiversSource(),
  ])
}
