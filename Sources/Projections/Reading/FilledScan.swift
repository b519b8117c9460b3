import Catalog
import Columns
import LedgerModel

/// Runs a source's reading over stored blocks, row by row, for the columns that only it can fill;
/// the others of the block stay as they are stored.
struct FilledScan {
  private let plan: ScanPlan
  private let columns: [String]
  private let layout: TableLayout
  private let completion: RowCompletion
  private let filler: RowFiller?
  private let stands: Int
  /// Of the columns that are `.filled`, in their order; in typed form a row takes a tenth of the
  /// memory.
  private let encoders: [ColumnEncoder]
  /// Stored columns that a row needs before the filler sees it, with their places in the row.
  let read: [Int]

  init(
    _ plan: ScanPlan, _ columns: [String], of projection: any StoredSource,
    reading: (any RowReading)?, in context: ReadingContext
  ) throws {
    self.plan = plan
    self.columns = columns
    let schema = SourceCatalog.source(named: projection.source)
    let own = projection.layout
    layout = TableLayout(
      own.names + (schema?.columns.map(\.name) ?? []).filter { own.index(of: $0) == nil })
    completion = try RowCompletion(schema, layout, context)
    filler = try reading?.filler(for: layout, in: context)
    stands = own.stands
    let dictionaries = try context.sharedAtAnyClock("filled columns") {
      // Apart from those of the store.
      DictionarySet(countingFrom: 1_000_000)
    }
    encoders = zip(columns, plan.origins).compactMap { name, origin in
      guard case .filled = origin else { return nil }
      let dictionary = dictionaries.dictionary(named: "\(projection.source).\(name)")
      return ColumnEncoder(dictionary: dictionary, isShared: false)
    }
    if let named = reading?.reads {
      let common = [own.at, own.campaign, own.stands, own.recorded]
      let needed = named + (reading?.fills ?? []) + [schema?.unitColumn, "level"].compactMap { $0 }
      read = Set(needed.compactMap { own.index(of: $0) } + common).sorted()
    } else {
      read = Array(own.names.indices)
    }
  }

  /// What the reading fills, one column for each that is `.filled`, with the visible rows alone; and
  /// which of those rows stand.
  func fill(_ stored: [Column], rows: RowList) throws -> (columns: [Column], stands: [Bool]) {
    let wanted = zip(columns, plan.origins).compactMap { name, origin -> Int? in
      if case .filled = origin { layout.index(of: name) } else { nil }
    }
    var builders = encoders.map { ColumnBuilder($0) }
    var standing: [Bool] = []
    standing.reserveCapacity(rows.count)
    let empty = [Value](repeating: .none, count: layout.names.count)
    var row = SourceRow(values: empty)
    for number in rows {
      if number != rows.first { for index in row.values.indices { row.values[index] = .none } }
      for (place, column) in zip(read, stored) {
        row.values[place] = column.value(at: Int(number))
      }
      row.stands = row.values[stands].bool ?? true
      completion.settleTimes(&row)
      try filler?(&row)
      completion.fill(&row)
      for (index, place) in wanted.enumerated() { builders[index].append(row.values[place]) }
      standing.append(row.stands)
    }
    return (builders.map(\.column), standing)
  }
}
