import Catalog
import Projections
import Testing

@Suite("Folds of recorded sources")
struct RecordedFoldsTests {
  @Test(arguments: RecordedFolds.all.map(\.source))
  func fitsItsSchema(source: String) throws {
    let fold = try #require(RecordedFolds.all.first { $0.source == source })
    let schema = try #require(SourceCatalog.source(named: source))
    #expect(Set(fold.events).isSubset(of: Set(schema.events)))
    #expect(Set(fold.columns).count == fold.columns.count)
    for column in fold.columns where !column.hasPrefix("%") {
      #expect(schema.column(named: column) != nil, "\(source) has no column \(column)")
    }
  }

  @Test func noSourceTwice() {
    #expect(Set(RecordedFolds.all.map(\.source)).count == RecordedFolds.all.count)
  }
}

@Suite("Territories of 2021")
struct TerritoriesTests {
  private let territories = Territories.all

  /// Counts of the table that the software carries, one nameless line of the origin left out.
  @Test func holdsTheWholeCountry() {
    #expect(territories.list.count == 11_367)
    #expect(territories.list.filter { $0.rank == .province }.count == 63)
    #expect(territories.list.filter { $0.rank == .district }.count == 705)
  }

  @Test func knowsWhatLiesInside() throws {
    let eaSup = try #require(territories["646"])
    #expect(eaSup.name == "Huyện Ea Súp")
    #expect(eaSup.parent == "66")
    #expect(eaSup.path == "Tỉnh Đắk Lắk/Huyện Ea Súp")
    #expect(territories.places(inside: "646").count == 11)
    // 15 districts and 184 communes, wards and towns.
    #expect(territories.places(inside: "66").count == 1 + 15 + 184)
    #expect(territories.places(inside: "96").last.flatMap { territories[$0]?.rank } == .commune)
    #expect(territories.places(inside: "nowhere") == ["nowhere"])
    #expect(territories.district(of: "24121") == "643")
    #expect(territories.district(of: "643") == "643")
    #expect(territories.district(of: "66") == nil)
  }

  @Test func leavesOutLinesThatAreNone() {
    let table = Territories(table: "66tĐắk Lắk\n\nnonsense\n646hEa Súp\n24121pTân Lập\n01PHà Nội\n")
    #expect(table.list.map(\.code) == ["66", "646", "24121", "01"])
    #expect(table.places(inside: "66") == ["66", "646", "24121"])
    #expect(table.places(inside: "01") == ["01"])
  }
}
