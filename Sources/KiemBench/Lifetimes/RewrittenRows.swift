import Columns
import LedgerModel
import QueryEngine
import QueryPlan

/// Rows of `deliveries`, some columns of them, as stored sources keep them.
struct RewrittenRows {
  /// In which order rows are rewritten.
  enum Order: String {
    case mixed = "in any order"
    case inRounds = "round by round"
  }

  static let columns = ["unit", "sent"]
  private static let unitCount = 1_753

  let store: RowStore
  private(set) var last = Position.empty
  /// The number of the version that stands, by row.
  private var standing: [Int] = []
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  init() {
    store = RowStore(
      encoders: RewrittenRows.columns.indices.map { number in
        ColumnEncoder(dictionary: ValueDictionary(DictionaryNumber(number)), isShared: number == 0)
      })
  }

  mutating func open(_ row: Int) throws {
    last = last.next
    standing.append(try store.open(values(row), at: last))
  }

  /// Closes the standing version of rows and opens another, until every row was rewritten `rounds`
  /// times on the average, or exactly so.
  mutating func rewrite(_ count: Int, rounds: Int, _ order: Order) throws {
    for _ in 0..<rounds {
      for place in 0..<count {
        let row = order == .mixed ? Int(random() % UInt64(count)) : place
        last = last.next
        store.close(standing[row], at: last)
        standing[row] = try store.open(values(row), at: last)
      }
    }
  }

  private func values(_ row: Int) -> [Value] {
    [.entity("cdcs-\(row % RewrittenRows.unitCount)"), .integer(Int64(row % 50))]
  }

  /// Xorshift, so that every run rewrites the same rows.
  private mutating func random() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

/// A world of nothing but those rows.
struct RowsWorld: QueryWorld {
  let rows: RewrittenRows
  let levels: [String] = []
  let calendar = CampaignCalendar.standard

  func reading(
    asOf: Value?, validAt: Value?, clock: Value?, assumptions: Assumptions, inherited: Reading
  ) -> Reading { inherited }

  func scan(
    source: String, all: Bool, columns: [String], ranges: [ColumnRange], reading: Reading,
    _ body: (Block) throws -> Void
  ) throws {
    let wanted = columns.compactMap { RewrittenRows.columns.firstIndex(of: $0) }
    try rows.store.scan(visibleAt: reading.position, columns: wanted, body)
  }

  func lookup(
    source: String, column: String, key: String, campaign: String?, reading: Reading
  ) -> Value { .none }

  func tree(reading: Reading, day: Day?) throws -> any UnitTree {
    throw BenchError(description: "the question asks the tree")
  }
}
