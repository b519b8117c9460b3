import LedgerModel

/// The newest rows of a source in typed form; readers get them as columns, each made when it is
/// first asked for.
struct RowTail {
  private var builders: [ColumnBuilder]
  private(set) var from: [Position] = []
  private(set) var until: [Position] = []
  private var closedCount = 0
  private var columns: [Column?]
  private var hasColumns = false

  init(_ encoders: [ColumnEncoder]) {
    builders = encoders.map { ColumnBuilder($0) }
    columns = Array(repeating: nil, count: encoders.count)
  }

  /// The rows of a chunk that was stored before it was full, to be continued.
  init(_ block: RowBlock, _ encoders: [ColumnEncoder]) throws {
    self.init(encoders)
    for index in encoders.indices {
      let (column, encoder) = (try block.detached(index), encoders[index])
      for row in 0..<block.rowCount {
        builders[index].append(encoder.value(at: row, of: column))
      }
    }
    from = (0..<block.rowCount).map { block.lifetimes.from($0) }
    until = (0..<block.rowCount).map { block.lifetimes.until($0) }
    closedCount = until.count { $0 != .never }
  }

  var rowCount: Int { from.count }

  /// Begins anew with the room it has.
  mutating func removeAll() {
    for index in builders.indices {
      builders[index].removeAll()
      columns[index] = nil
    }
    from.removeAll(keepingCapacity: true)
    until.removeAll(keepingCapacity: true)
    closedCount = 0
    hasColumns = false
  }

  /// `first` and `second` together hold one value per column.
  mutating func open(_ first: Span<Value>, _ second: Span<Value>, at position: Position) {
    forgetColumns()
    var columns = builders.mutableSpan
    for index in first.indices { columns[index].append(first[index]) }
    for index in second.indices { columns[first.count &+ index].append(second[index]) }
    from.append(position)
    until.append(.never)
  }

  /// Opens rows column by column: `fill` adds a value for each of them to the builder of a column.
  mutating func open(
    _ positions: ArraySlice<Position>,
    _ fill: (_ column: Int, _ rows: Range<Int>, inout ColumnBuilder) throws -> Void
  ) throws {
    forgetColumns()
    for column in builders.indices { try fill(column, positions.indices, &builders[column]) }
    from.append(contentsOf: positions)
    until.append(contentsOf: repeatElement(.never, count: positions.count))
    let rowCount = rowCount
    precondition(
      builders.allSatisfy { $0.rowCount == rowCount }, "a row has one value per column")
  }

  private mutating func forgetColumns() {
    guard hasColumns else { return }
    for index in columns.indices { columns[index] = nil }
    hasColumns = false
  }

  mutating func close(_ row: Int, at position: Position) {
    precondition(until[row] == .never, "a row is closed once")
    until[row] = position
    closedCount += 1
  }

  var lifetimes: Lifetimes {
    var lifetimes = Lifetimes(from: from)
    guard closedCount > 0 else { return lifetimes }
    for (row, end) in until.enumerated() where end != .never { lifetimes.close(row, at: end) }
    return lifetimes
  }

  func value(row: Int, column: Int) -> Value { builders[column].value(at: row) }

  /// The rows as a block that gets no more; its columns are detached.
  func block(_ encoders: [ColumnEncoder]) -> RowBlock {
    var columns: [Column] = []
    columns.reserveCapacity(builders.count)
    for index in builders.indices { columns.append(builders[index].detachedColumn) }
    return RowBlock(columns: columns, lifetimes: lifetimes, encoders: encoders)
  }

  mutating func column(_ index: Int) -> Column {
    if let column = columns[index] { return column }
    let column = builders[index].column
    columns[index] = column
    hasColumns = true
    return column
  }
}
