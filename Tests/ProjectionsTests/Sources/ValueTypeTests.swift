import Catalog
import LedgerModel
import Projections
import Testing

/// What the rows hold is what the schema promises: the language checks types by the schema and
/// computes with the rows.
@Suite("Values and their declared types")
struct ValueTypeTests {
  private static let sources =
    RecordedFolds.all.map(\.source) + RecordedReadings.derived.map(\.source)

  @Test(arguments: ValueTypeTests.sources)
  func smallCampaignFits(source: String) throws {
    let rows = try SourceRows(MiniCampaign().log).rows(source)
    #expect(!rows.isEmpty)
    try check(source, rows, allowsNone: false)
  }

  /// Histories void what others name, so an entity may be gone; what is there still fits.
  @Test(arguments: ValueTypeTests.sources)
  func randomHistoryFits(source: String) throws {
    let log = RandomHistory(seed: 41, count: 200).log
    try check(source, SourceRows(log).rows(source), allowsNone: true)
  }

  private func check(
    _ source: String, _ rows: [String: [String: Value]], allowsNone: Bool
  ) throws {
    let schema = try #require(SourceCatalog.source(named: source))
    for (key, row) in rows {
      for column in schema.columns {
        let value = row[column.name] ?? .none
        if value.isNone && (allowsNone || column.type.isOptional) { continue }
        #expect(
          fits(value, column.type.wrapped),
          "\(source) \(key): \(column.name) is \(RowText.text(value)), not \(column.type)")
      }
    }
  }

  private func fits(_ value: Value, _ type: ValueType) -> Bool {
    switch (value, type) {
    case (.string, .string), (.bool, .bool), (.integer, .integer), (.integer, .estimate),
      (.decimal, .estimate), (.decimal, .decimal), (.ratio, .ratio), (.date, .date),
      (.instant, .instant), (.duration, .duration), (.period, .period), (.position, .position),
      (.symbol, .level), (.entity, .entity), (.record, .record):
      true
    case (.symbol(let word), .enumeration(let enumeration)):
      enumeration.cases.contains(word)
    case (.set(let elements), .set(let element)):
      elements.allSatisfy { fits($0, element) }
    default: false
    }
  }
}
