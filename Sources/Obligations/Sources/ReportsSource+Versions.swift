import Catalog
import LedgerModel
package import Projections
import QueryPlan

extension ReportsSource {
  /// Versions of the chains, put together as rows are: two chains of one unit for one duty are one
  /// row. Which obligation a report serves is as known at the reading.
  package func versions(
    all: Bool, columns: [String], in context: ReadingContext
  ) throws -> VersionedRows? {
    guard let schema = SourceCatalog.source(named: source) else { return nil }
    let layout = try context.stored("%reports").layout
    guard
      let raw = try context.versions(
        of: "%reports", all: all, columns: layout.names, after: .empty)
    else { return nil }
    var play = ReportPlay(
      try chains(raw, layout, context), try DerivedRowCompletion(schema, in: context),
      try context.campaigns, columns)
    var start = 0
    while start < raw.changes.count {
      let position = raw.changes[start].position
      let end = raw.changes[start...].firstIndex { $0.position != position } ?? raw.changes.count
      play.take(raw.changes[start..<end], isWanted: position > context.reading.after)
      start = end
    }
    return play.versions
  }

  /// Every chain as each of its versions left it.
  private func chains(
    _ raw: VersionedRows, _ layout: TableLayout, _ context: ReadingContext
  ) throws -> [ReportChain] {
    var table = SourceTable(layout: layout)
    let stands = table.column("%stands")
    table.rows = (0..<raw.rowCount).map { row in
      let values = raw.columns.map { $0[row] }
      return SourceRow(values: values, stands: values[stands].bool ?? true)
    }
    let served = try ServedObligations(context.obligations, table)
    return table.rows.map { row in
      var chain = ReportChain(row, table)
      chain.settle(served)
      return chain
    }
  }
}

/// Plays the versions of chains in the order of the log and notes what each event did to rows.
private struct ReportPlay {
  private(set) var versions: VersionedRows
  private let chains: [ReportChain]
  private let completion: DerivedRowCompletion
  private let campaigns: CampaignList
  private let places: [Int]
  /// Numbers of the chains that make a row now, by what they have in common.
  private var standing: [String: [Int]] = [:]
  /// The row of each group that was noted last.
  private var shown: [String: Int] = [:]

  init(
    _ chains: [ReportChain], _ completion: DerivedRowCompletion, _ campaigns: CampaignList,
    _ columns: [String]
  ) {
    self.chains = chains
    self.completion = completion
    self.campaigns = campaigns
    places = columns.compactMap { completion.layout.index(of: $0) }
    versions = VersionedRows(columnCount: places.count)
  }

  /// What one event did.
  mutating func take(_ changes: ArraySlice<VersionedRows.Change>, isWanted: Bool) {
    var touched: Set<String> = []
    for change in changes {
      if let old = change.old {
        let group = group(old)
        touched.insert(group)
        standing[group]?.removeAll { $0 == old }
      }
      if let new = change.new {
        let group = group(new)
        touched.insert(group)
        standing[group, default: []].append(new)
      }
    }
    guard let position = changes.first?.position else { return }
    for group in touched.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let new = row(of: group)
      let old = shown[group]
      shown[group] = new
      if isWanted, old != nil || new != nil {
        versions.changes.append(.init(at: position, old: old, new: new))
      }
    }
  }

  private func group(_ chain: Int) -> String {
    chains[chain].group ?? "#\(chains[chain]["%report"].text ?? "")"
  }

  private mutating func row(of group: String) -> Int? {
    let own = (standing[group] ?? []).map { chains[$0] }
    guard let first = own.first else { return nil }
    let merged = own.dropFirst().reduce(first) { $0.merged(with: $1) }
    let values = completion.completed(merged.row(campaigns)).values
    return versions.append(places.map { values[$0] })
  }
}
