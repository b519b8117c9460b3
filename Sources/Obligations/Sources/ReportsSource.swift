import LedgerModel
package import Projections

/// `reports`: one row per unit and duty with its newest version.
///
/// Which duty a report answers is what it says itself, else the duty of the obligation that it
/// serves; nobody knows of a report that does neither.
package struct ReportsSource: DerivedSource {
  package init() {}

  package let source = "reports"
  package let dependencies = ["%reports", "obligations"]

  package func rows(in context: ReadingContext) throws -> [DerivedRow] {
    let chains = try context.stored("%reports")
    let served = try ServedObligations(context.obligations, chains)
    let campaigns = try context.campaigns
    var newest: [String: ReportChain] = [:]
    var alone: [ReportChain] = []
    for row in chains.rows {
      var chain = ReportChain(row, chains)
      chain.settle(served)
      guard let key = chain.group else {
        alone.append(chain)
        continue
      }
      newest[key] = newest[key].map { $0.merged(with: chain) } ?? chain
    }
    return (alone + newest.values).map { $0.row(campaigns) }
  }
}
