import Catalog
import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

@Suite("People in columns")
struct PeopleColumnsTests {
  /// Every column as blocks hand it out, and every row, against persons put together one by one from the
  /// same stored rows.
  @Test("offices, links, voids and corrections", arguments: 900...911)
  func columns(seed: Int) throws {
    let campaign = RandomCampaign(seed: UInt64(seed), count: 160, isWide: !seed.isMultiple(of: 3))
    let names = try #require(SourceCatalog.source(named: "people")).columns.map(\.name)
    let context = try campaign.play.obligations(clock: "12/8").context
    for treeDay in [nil, day("15/7"), day("05/8")] {
      var reading = context.reading
      reading.treeDay = treeDay
      let moved = context.moved(to: reading)
      let expected = try ReferencePeople(moved).rows
      var shown: [[Value]] = []
      try moved.scan("people", all: true, columns: names) { block in
        if case .values? = zip(names, block.columns).first(where: { $0.0 == "at" })?.1 {
          Issue.record("seed \(seed): people came as rows")
        }
        for row in 0..<block.rowCount where block.mask[row] {
          shown.append(block.columns.map { $0.value(at: row) })
        }
      }
      #expect(shown.count == expected.count && !shown.isEmpty, "seed \(seed)")
      let table = try moved.table("people")
      for (name, place) in zip(names, names.indices) {
        // Names come from the vault, and what is back-dated is the core's.
        if name == "backdated" { continue }
        let values = expected.map { $0[name] ?? .none }
        #expect(
          shown.map { $0[place] } == values,
          "seed \(seed), \(name) on \(String(describing: treeDay))")
        #expect(
          table.rows.map { $0.values[table.column(name)] } == values,
          "seed \(seed), rows, \(name) on \(String(describing: treeDay))")
      }
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
