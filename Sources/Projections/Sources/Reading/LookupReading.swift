import Columns
import LedgerModel

/// A reading that only fills columns from the row of another source that each row names.
struct LookupReading: RowReading {
  let source: String
  fileprivate let column: String
  private let other: String
  private let key: String
  private let pairs: [(own: String, other: String)]
  private let otherwise: Value

  /// `column` names a row of `other` by its `key`; `pairs` are columns to fill and whence, with
  /// `otherwise` where there is no such row.
  init(
    _ source: String, by column: String, in other: String, key: String,
    fills pairs: KeyValuePairs<String, String>,
    otherwise: Value = .none
  ) {
    self.source = source
    self.column = column
    self.other = other
    self.key = key
    self.otherwise = otherwise
    self.pairs = pairs.map { (own: $0.key, other: $0.value) }
  }

  var dependencies: [String] { [other] }
  var fills: [String] { pairs.map(\.own) }
  var reads: [String]? { [column] }

  var madeOfColumns: [String: [String]] {
    Dictionary(pairs.map { ($0.own, [column]) }, uniquingKeysWith: { first, _ in first })
  }

  func columnFiller(in context: ReadingContext) throws -> (any ColumnFiller)? {
    LookedUpColumns(self)
  }

  /// The other source with what it fills here.
  fileprivate func lookup(_ context: ReadingContext) throws -> ColumnLookup {
    try ColumnLookup(other, by: key, pairs.map(\.other), in: context)
  }

  fileprivate func column(_ name: String, _ lookup: ColumnLookup, _ found: [Int32]) -> Column {
    let pair = pairs.first { $0.own == name }
    return lookup.column(pair?.other ?? name, at: found, otherwise: otherwise)
  }

  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller {
    let table = try context.table(other)
    let lookup = RowLookup(table, by: key)
    let named = layout.column(column)
    let columns = pairs.map { (own: layout.column($0.own), other: table.column($0.other)) }
    return { row in
      let found = lookup.row(row.values[named])
      for pair in columns { row.values[pair.own] = found?.values[pair.other] ?? otherwise }
    }
  }
}

extension LookupReading {
  static let deliveries = LookupReading(
    "deliveries", by: "material", in: "materials", key: "material",
    fills: ["contents": "contents"], otherwise: .set([]))
  static let metrics = LookupReading(
    "metrics", by: "post", in: "posts", key: "post", fills: ["unit": "unit"])
  static let gradings = LookupReading(
    "gradings", by: "essay", in: "essays", key: "essay", fills: ["unit": "unit"])
  static let topicScores = LookupReading(
    "topic_scores", by: "attempt", in: "attempts", key: "attempt",
    fills: ["unit": "unit", "counted": "counted"])
}

/// Columns from the rows of another source that one column names.
private final class LookedUpColumns: ColumnFiller {
  private let reading: LookupReading
  private var lookup: ColumnLookup?

  init(_ reading: LookupReading) { self.reading = reading }

  func prepare(for columns: Set<String>, in context: ReadingContext) throws {
    if lookup == nil, !columns.isEmpty { lookup = try reading.lookup(context) }
  }

  func column(_ name: String, of rows: StoredColumns) throws -> Column {
    guard let lookup else { return .constant(.none) }
    let found = lookup.places(of: try rows[reading.column], rows.rowCount)
    return reading.column(name, lookup, found)
  }
}
