import Catalog
import LedgerModel

/// One reading of the log that feeds several sources.
struct FoldingPass {
  private let log: any EventSource
  private let all: [any LogFollower]
  private let byType: [EventType: [any LogFollower]]
  private let amending: Set<EventType>
  private(set) var amendments: Amendments
  /// Voids and corrections that came by for the first time.
  private(set) var newAmendments: [Position] = []
  private let check: () throws -> Void
  private let memory: FoldingMemory
  private var count = 0
  /// Names of the event types that it wants to see.
  let types: Set<String>

  /// Events between two calls of `check`.
  private static let checkedCount = 1_024
  /// Of so many events the time that each follower takes is measured once: reading the clock costs
  /// a tenth of taking in an event.
  private static let measuredCount: UInt64 = 16

  /// `amendments` are those known before. `check` is called every 1,024 events and may throw to end
  /// the pass.
  init(
    _ followers: [any LogFollower], _ log: any EventSource, _ amendments: Amendments,
    _ check: @escaping () throws -> Void, _ memory: FoldingMemory = .standard
  ) {
    self.log = log
    self.check = check
    self.memory = memory
    self.amendments = amendments
    all = followers
    var byType: [EventType: [any LogFollower]] = [:]
    for follower in followers {
      for name in Set(follower.events) {
        guard let type = EventCatalog.type(name) else { continue }
        byType[type, default: []].append(follower)
      }
    }
    self.byType = byType
    types = byType.keys.reduce(into: Amendments.eventTypes) { $0.insert($1.name) }
    amending = Set(Amendments.eventTypes.compactMap { EventCatalog.type($0) })
  }

  /// Shares followers out so that each share has about the same to do, by what each had to do
  /// before. Never more than `count` shares, and none is empty.
  static func shares(of followers: [any LogFollower], _ count: Int) -> [[any LogFollower]] {
    guard count > 1, followers.count > 1 else { return [followers] }
    var shares = Array(repeating: [any LogFollower](), count: min(count, followers.count))
    var loads = Array(repeating: 0, count: shares.count)
    for follower in followers.sorted(by: { $0.workload > $1.workload }) {
      let least = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      shares[least].append(follower)
      loads[least] += follower.workload + 1
    }
    return shares
  }

  /// Feeds the events behind `after` up to `position` to the followers that have not seen them.
  mutating func run(after start: Position, through position: Position) throws {
    try log.forEach(after: start, through: position, types: types) { try next($0) }
  }

  /// Feeds events that were read before, in log order.
  mutating func run(_ events: [RecordedEvent]) throws {
    for event in events { try next(event) }
  }

  private mutating func next(_ event: RecordedEvent) throws {
    if count.isMultiple(of: FoldingPass.checkedCount) { try check() }
    if count.isMultiple(of: FoldingMemory.checkedCount) { try memory.check(at: event.position) }
    count += 1
    try take(event)
  }

  private mutating func take(_ event: RecordedEvent) throws {
    let type = event.event.type
    if amending.contains(type) {
      if event.position > amendments.position {
        amendments.add(event)
        newAmendments.append(event.position)
      }
      try amend(by: event)
    }
    guard let followers = byType[type] else { return }
    let isMeasured = event.position.number.isMultiple(of: FoldingPass.measuredCount)
    for follower in followers where follower.position < event.position {
      let start = isMeasured ? ContinuousClock.now : nil
      try follower.advance(with: event, amendments, log)
      guard let start else { continue }
      follower.note(workload: Int(start.duration(to: .now) / .nanoseconds(1)))
    }
  }

  private func amend(by amendment: RecordedEvent) throws {
    let targets = try amendments.affected(by: amendment.position).sorted()
      .compactMap { try log.event(at: $0) }
    for follower in all
    where follower.heedsAmendments && follower.position < amendment.position {
      let types = Set(follower.events)
      let own = targets.filter { types.contains($0.typeName) }
      if !own.isEmpty { try follower.amend(own, by: amendment, amendments, log) }
    }
  }
}
