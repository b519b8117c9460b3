import Catalog
import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

@Suite("People in columns")
struct PeopleColumnsTests {
  /// Every column as blocks hand it out, against rows that are made one by one from the same log.
  @Test("offices, links, voids and corrections", arguments: 900...911)
  func columns(seed: Int) throws {
    let campaign = RandomCampaign(seed: UInt64(seed), count: 160, isWide: !seed.isMultiple(of: 3))
    let names = try #require(SourceCatalog.source(named: "people")).columns.map(\.name)
    let (columnar, rowwise) = (
      try campaign.play.obligations(clock: "12/8").context,
      try campaign.play.obligations(clock: "12/8").context
    )
    for treeDay in [nil, day("15/7"), day("05/8")] {
      var reading = columnar.reading
      reading.treeDay = treeDay
      let table = try rowwise.moved(to: reading).table("people")
      var shown: [[Value]] = []
      try columnar.moved(to: reading).scan("people", all: true, columns: names) { block in
        if case .values? = zip(names, block.columns).first(where: { $0.0 == "at" })?.1 {
          Issue.record("seed \(seed): people came as rows")
        }
        for row in 0..<block.rowCount where block.mask[row] {
          shown.append(block.columns.map { $0.value(at: row) })
        }
      }
      let places = names.map { table.column($0) }
      let expected = table.rows.map { row in places.map { row.values[$0] } }
      #expect(shown == expected, "seed \(seed) on \(String(describing: treeDay))")
    }
  }

  /// A table of texts grows while the columns of later blocks are made; those of earlier blocks and
  /// other columns must hold all that their codes stand for.
  @Test("columns that are asked for together")
  func together() throws {
    var play = Play(upper: ["A", "B"])
    play.office("p1", in: "A")
    play.office("p2", in: "B", from: "01/8", office: "second")
    let context = try play.obligations(clock: "12/7").context
    let schema = try #require(SourceCatalog.source(named: "people"))
    try context.scan("people", all: true, columns: schema.columns.map(\.name)) { block in
      for column in block.columns {
        guard case .coded(let coded) = column else { continue }
        for row in 0..<block.rowCount { #expect(coded.codes[row] < coded.values.count) }
      }
    }
  }
}
