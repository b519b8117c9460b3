import Catalog
import LedgerModel
import QueryPlan

/// One run of a plan: what its stages share.
final class Execution {
  let world: any QueryWorld
  /// The reading of the run itself, before any pipeline's `as of`.
  let base: Reading
  let limits: ExecutionLimits
  let calendar: CampaignCalendar
  let levels: [String]
  let collation = CollationCache()
  let ranks: RankCache
  /// Counts what stages cost, when somebody asked for it.
  var meter: StageMeter?
  /// The first assertion that did not hold.
  var failedAssertion: AssertionFailure?

  /// Takes the blocks of the next scan in the place of the stage behind it.
  var divider: ScanDivider?
  /// True for a run that goes through a share of the rows of another.
  let isHelper: Bool
  /// The rows that the next scan yields, which another run read.
  private var share: [BlockPart]?

  private let cancellation: CancellationToken
  private var trees: [Reading: TreesByDay] = [:]
  private var placedUnits: Set<String> = []
  private var noted: [String] = []

  init(
    world: any QueryWorld, base: Reading, limits: ExecutionLimits, cancellation: CancellationToken,
    share: [BlockPart]? = nil
  ) {
    self.share = share
    isHelper = share != nil
    self.world = world
    self.base = base
    self.limits = limits
    self.cancellation = cancellation
    calendar = world.calendar
    levels = world.levels
    ranks = world.ranks
  }

  /// Leaves the time of `body` to the meters of those who work in it.
  func apart(_ body: () throws -> Void) throws {
    if let meter { try meter.apart(body) } else { try body() }
  }

  /// Asks something of the rows' owner; of several threads one at a time.
  func alone<Result>(_ ask: () throws -> Result) throws -> Result {
    guard let shared = world as? SharedWorld else { return try ask() }
    return try shared.alone(ask)
  }

  /// A run that goes through a share of the rows on another thread.
  func helper(_ world: SharedWorld, _ share: [BlockPart], heldRowCountMax: Int) -> Execution {
    let helper = Execution(
      world: world, base: base, limits: ExecutionLimits(heldRowCountMax: heldRowCountMax),
      cancellation: cancellation, share: share)
    if meter != nil { helper.meter = StageMeter() }
    return helper
  }

  /// Notes what a helper noted, one of several.
  func absorb(_ helper: Execution, threadCount: Int) {
    if let counted = helper.meter { meter?.absorb(counted, threadCount: threadCount) }
    placedUnits.formUnion(helper.placedUnits)
    for sentence in helper.noted { note(sentence) }
  }

  /// The rows to yield in the place of those of the world; handed out once.
  func takeShare() -> [BlockPart]? {
    defer { share = nil }
    return share
  }

  /// Throws when the run was cancelled. Called at least once a batch.
  func checkCancellation() throws {
    if cancellation.isCancelled { throw ExecutionError.cancelled }
  }

  /// The same inside a loop over as many elements as rows may make: looks at every 4,096th.
  func checkCancellation(at element: Int) throws {
    if element % ExecutionLimits.batchRowCountMax == 0 { try checkCancellation() }
  }

  /// Throws when a stage would hold more rows than allowed. Their memory is asked for by a meter
  /// only.
  func checkHeld(
    _ count: Int, byteCount: @autoclosure () -> Int = 0, stage: String, origin: Range<Int>?
  ) throws {
    meter?.holds(count, byteCount: byteCount())
    guard count > limits.heldRowCountMax else { return }
    throw ExecutionError.tooManyRows(
      stage: stage, limit: limits.heldRowCountMax, origin: origin)
  }

  func order(of type: ValueType) -> ValueOrder {
    ValueOrder(type, levels: levels, collation: collation)
  }

  func trees(of reading: Reading) -> TreesByDay {
    if let known = trees[reading] { return known }
    let trees = TreesByDay(world: world, reading: reading)
    self.trees[reading] = trees
    return trees
  }

  func scope(of node: PlanNode, inherited: Reading) throws -> PipelineScope {
    try ReadingResolver(run: self).scope(of: node, inherited: inherited)
  }

  /// A sentence for the footer; said once, however often it is noted.
  func note(_ sentence: String) {
    if !noted.contains(sentence) { noted.append(sentence) }
  }

  /// Remembers that a tree question met a unit that stands elsewhere in the tree of the day.
  func notePlaced(_ unit: String) { placedUnits.insert(unit) }

  /// The sentences of the footer in the order of the stages.
  var notes: [String] {
    guard !placedUnits.isEmpty, !noted.contains(where: { $0.hasSuffix("by succession") }) else {
      return noted
    }
    let units = counted(placedUnits.count, "unit", "units")
    return noted + ["\(units) placed by succession"]
  }
}

/// A number with its noun.
func counted(_ count: Int, _ one: String, _ many: String) -> String {
  "\(count) \(count == 1 ? one : many)"
}
