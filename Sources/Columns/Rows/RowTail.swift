import LedgerModel

/// The newest rows of a source, as they came; readers get them as typed columns too, each encoded
/// when it is first asked for.
struct RowTail {
  private(set) var values: [[Value]]
  private(set) var from: [Position] = []
  private(set) var until: [Position] = []
  private var encoded: [Column?]

  init(columnCount: Int) {
    values = Array(repeating: [], count: columnCount)
    encoded = Array(repeating: nil, count: columnCount)
  }

  /// The rows of a chunk that was stored before it was full, to be continued.
  init(_ block: RowBlock, columnCount: Int) throws {
    self.init(columnCount: columnCount)
    for index in 0..<columnCount {
      values[index] = try block.column(index).values(block.rowCount)
    }
    from = (0..<block.rowCount).map { block.lifetimes.from($0) }
    until = (0..<block.rowCount).map { block.lifetimes.until($0) }
  }

  var rowCount: Int { from.count }

  mutating func open(_ row: [Value], at position: Position) {
    for (index, value) in row.enumerated() {
      values[index].append(value)
      encoded[index] = nil
    }
    from.append(position)
    until.append(.never)
  }

  mutating func close(_ row: Int, at position: Position) {
    precondition(until[row] == .never, "a row is closed once")
    until[row] = position
  }

  var lifetimes: Lifetimes {
    var lifetimes = Lifetimes(from: from)
    for (row, end) in until.enumerated() where end != .never { lifetimes.close(row, at: end) }
    return lifetimes
  }

  mutating func column(_ index: Int, _ encoder: ColumnEncoder) -> Column {
    if let column = encoded[index] { return column }
    let column = encoder.encode(values[index])
    encoded[index] = column
    return column
  }
}
