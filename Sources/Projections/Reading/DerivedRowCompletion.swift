package import Catalog
import LedgerModel

/// Makes whole rows of what a derived source gives: its own values, then the common columns.
package struct DerivedRowCompletion {
  package let layout: TableLayout
  private let schema: SourceSchema
  private let completion: RowCompletion

  package init(_ schema: SourceSchema, in context: ReadingContext) throws {
    self.schema = schema
    layout = TableLayout(schema.columns.map(\.name))
    completion = try RowCompletion(schema, layout, context)
  }

  package func completed(_ row: DerivedRow) -> SourceRow {
    var values = row.values
    if schema.isCampaignScoped { values.append(.entity(row.campaign)) }
    values += [
      row.at.value, .instant(row.version.recorded), .position(row.version.position),
      .string(row.version.actor), .none, .bool(row.version.isCorrected),
    ]
    precondition(values.count == layout.names.count, "\(schema.name): one value per column")
    var finished = SourceRow(values: values, stands: row.stands)
    completion.settleTimes(&finished, campaign: row.campaign)
    completion.fill(&finished)
    return finished
  }
}
