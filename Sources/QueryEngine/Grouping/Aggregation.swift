import Catalog
import Columns
import LedgerModel
import QueryPlan

/// The aggregates of a grouping over one or more ways of grouping the same rows.
///
/// A plain aggregate runs over the groups themselves; the denominator of a share over coarser
/// ones, a total over all rows at once. Every row is evaluated once, however many groups it is in,
/// and a batch at a time.
struct Aggregation {
  private(set) var inputs: [AggregateInput] = []
  private(set) var spaces: [GroupSpace] = []
  private let run: Execution
  private let compiler: ExpressionCompiler
  private let atColumn: Int?
  private let positionColumn: Int?
  private let needsMoment: Bool
  private var rowCount: UInt64 = 0
  /// True once a row had to do with its number in the place of a position.
  private var isWithoutPosition = false

  init(
    _ grouping: Grouping, columns: [PlanColumn], run: Execution, compiler: ExpressionCompiler
  ) {
    self.run = run
    self.compiler = compiler
    needsMoment = grouping.aggregates.contains { $0.function.needsMoment }
    atColumn = columns.firstIndex { $0.name == "%at" }
    positionColumn = columns.firstIndex { $0.name == "%seq" }
  }

  /// The columns that aggregates and keys read of the input.
  static func columns(readBy grouping: Grouping, of columns: [PlanColumn]) -> Set<Int> {
    var read = Set<Int>().union(readBy: grouping.keys.map(\.expression))
    read = read.union(readBy: grouping.aggregates.flatMap(\.readExpressions))
    guard grouping.aggregates.contains(where: { $0.function.needsMoment }) else { return read }
    let moments = columns.indices.filter { ["%at", "%seq"].contains(columns[$0].name) }
    return read.union(moments)
  }

  /// Adds a way of grouping, or finds the one that is there, and returns its number.
  mutating func space(places: [Int]) -> Int {
    if let known = spaces.firstIndex(where: { $0.places == places }) { return known }
    spaces.append(GroupSpace(places: places))
    if places.isEmpty { spaces[spaces.count - 1].makeOnlyGroup() }
    return spaces.count - 1
  }

  /// Lets an aggregate run over a space; where its results will be.
  mutating func run(_ aggregate: PlanAggregate, over space: Int) throws -> ResultPlace {
    let input: Int
    if let known = inputs.firstIndex(where: { $0.aggregate == aggregate }) {
      input = known
    } else {
      input = inputs.count
      inputs.append(try AggregateInput(aggregate, compiler))
    }
    let state = try aggregate.makeState(run)
    state.grow(to: spaces[space].groupCount)
    return ResultPlace(space: space, slot: spaces[space].add(state, input: input))
  }

  /// Feeds the rows of a batch whose keys have been loaded.
  mutating func add(_ batch: RowBatch, _ keys: RowKeys) throws {
    let moments = needsMoment ? moments(batch) : []
    rowCount += UInt64(batch.rows.count)
    for index in inputs.indices { try inputs[index].load(batch, moments) }
    for index in spaces.indices { try spaces[index].add(keys, inputs) }
  }

  /// Takes in what the same aggregation found on later rows. `keys` says by key and code there which
  /// code it is here, `bounds` what these lie below.
  mutating func merge(_ later: Aggregation, keys: [[Int32]], below bounds: [Int]) throws {
    if positionColumn != nil, isWithoutPosition || later.isWithoutPosition {
      throw NotMergeable()
    }
    rowCount += later.rowCount
    let maps = try inputs.indices.map { index in
      let map = try inputs[index].merge(later.inputs[index], check: run.checkCancellation)
      return (map: map, bound: inputs[index].codeBound)
    }
    for index in spaces.indices {
      try spaces[index].merge(
        later.spaces[index], keys: keys, below: bounds, inputs: maps,
        hasRowOrder: positionColumn == nil, check: run.checkCancellation)
    }
  }

  func result(_ place: ResultPlace, group: Int?) throws -> Value? {
    try spaces[place.space].result(of: place.slot, group: group)
  }

  /// Groups, and what states keep beside them.
  var heldCount: Int { spaces.reduce(0) { $0 + $1.heldCount } }

  /// Memory of those.
  var byteCount: Int { spaces.reduce(0) { $0 + $1.byteCount } }

  /// To be called behind the last row. Throws when what is held is too much then.
  func finish(stage: String, origin: Range<Int>?) throws {
    try finish()
    try checkHeld(stage: stage, origin: origin)
  }

  /// The same, held or not.
  func finish() throws { for space in spaces { try space.finish(run.checkCancellation) } }

  func checkHeld(stage: String, origin: Range<Int>?) throws {
    try run.checkHeld(heldCount, byteCount: byteCount, stage: stage, origin: origin)
  }

  /// When the rows happened; a row without an instant comes after all others.
  private mutating func moments(_ batch: RowBatch) -> [RowMoment] {
    var isWithoutPosition = false
    defer { self.isWithoutPosition = self.isWithoutPosition || isWithoutPosition }
    let (atColumn, positionColumn) = (atColumn, positionColumn)
    let first = rowCount + 1
    return batch.rows.enumerated().map { number, row in
      var moment = RowMoment(at: 0, position: first + UInt64(number))
      if let atColumn {
        moment.at = Int64.max
        if case .instant(let instant) = batch.columns[atColumn].value(at: Int(row)) {
          moment.at = instant.microseconds
        }
      }
      if let positionColumn,
        case .position(let place) = batch.columns[positionColumn].value(at: Int(row))
      {
        moment.position = place.number
      } else {
        isWithoutPosition = true
      }
      return moment
    }
  }
}

/// Where the results of one aggregate over one space are.
struct ResultPlace {
  let space: Int
  let slot: Int
}

extension PlanAggregate {
  /// Everything that is evaluated on the input row.
  var readExpressions: [PlanExpression] {
    let own = [argument, predicate].compactMap { $0 }
    switch function {
    case .share(let inner, _), .own(let inner): return own + inner.readExpressions
    default: return own
    }
  }
}
