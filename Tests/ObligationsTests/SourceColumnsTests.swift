import Catalog
import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

@Suite("Sources: every column is there")
struct SourceColumnsTests {
  @Test("each source of the catalogue yields all its columns", arguments: SourceCatalog.all)
  func columns(schema: SourceSchema) throws {
    var play = Play(upper: ["A", "B"])
    play.duty()
    play.office("p", in: "A")
    play.report("A", at: "03/8 08:00")
    let context = try play.obligations(clock: "31/8").context
    var rows = 0
    try context.scan(schema.name, all: true, columns: schema.columns.map(\.name)) { block in
      #expect(block.columns.count == schema.columns.count)
      rows += block.mask.bytes.count { $0 != 0 }
    }
    if ["units", "obligations", "duties", "reports", "offices", "campaigns"].contains(schema.name) {
      #expect(rows > 0, "\(schema.name) has rows")
    }
  }
}
