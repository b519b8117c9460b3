import Catalog
import LedgerModel

/// One reading of the log that feeds several sources.
struct FoldingPass {
  private let log: any EventSource
  private let all: [any LogFollower]
  /// By the number of the type.
  private let plans: [Plan]
  private(set) var amendments: Amendments
  /// Voids and corrections that came by for the first time.
  private(set) var newAmendments: [Position] = []
  private let check: () throws -> Void
  private let memory: FoldingMemory
  private var count = 0

  /// Who takes in the events of one type.
  private struct Plan {
    var isAmending = false
    /// Those that need an object of it.
    var byObject: [any LogFollower] = []
    /// Those whom the stored bytes suffice.
    var byOutline: [any LogFollower] = []
  }

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
    var plans = Array(repeating: Plan(), count: EventCatalog.types.count)
    for follower in followers {
      for type in Set(follower.events).compactMap({ EventCatalog.type($0) }) {
        if follower.takesOutlines(of: type) {
          plans[type.number].byOutline.append(follower)
        } else {
          plans[type.number].byObject.append(follower)
        }
      }
    }
    for name in Amendments.eventTypes {
      if let type = EventCatalog.type(name) { plans[type.number].isAmending = true }
    }
    self.plans = plans
  }

  /// Adds the events that it wants to see.
  func want(_ wanted: inout WantedEvents) {
    for (type, plan) in zip(EventCatalog.types, plans) {
      let isObject = plan.isAmending || !plan.byObject.isEmpty
      if isObject || !plan.byOutline.isEmpty { wanted.insert(type, asObject: isObject) }
    }
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

  /// Feeds the events of a stretch to the followers that have not seen them.
  mutating func run(_ stretch: EventStretch) throws {
    for event in stretch.objects.indices {
      if let outlines = stretch.outlines {
        try pace(at: outlines[event].position)
        try take(event, stretch.objects[event], outlines)
      } else if let object = stretch.objects[event] {
        try pace(at: object.position)
        try take(object)
      }
    }
    for follower in all { try follower.endStretch() }
  }

  private mutating func pace(at position: Position) throws {
    if count.isMultiple(of: FoldingPass.checkedCount) { try check() }
    if count.isMultiple(of: FoldingMemory.checkedCount) { try memory.check(at: position) }
    count += 1
  }

  private mutating func take(
    _ event: Int, _ object: RecordedEvent?, _ outlines: EventOutlines
  ) throws {
    let outline = outlines[event]
    if let object {
      try take(object, by: plans[outline.type].byObject, isAmending: plans[outline.type].isAmending)
    }
    for follower in plans[outline.type].byOutline where follower.position < outline.position {
      try follower.advance(with: event, of: outlines)
    }
  }

  private mutating func take(_ event: RecordedEvent) throws {
    let plan = plans[event.event.type.number]
    try take(event, by: plan.byObject + plan.byOutline, isAmending: plan.isAmending)
  }

  private mutating func take(
    _ event: RecordedEvent, by followers: [any LogFollower], isAmending: Bool
  ) throws {
    if isAmending {
      if event.position > amendments.position {
        amendments.add(event)
        newAmendments.append(event.position)
      }
      try amend(by: event)
    }
    let isMeasured = event.position.number.isMultiple(of: FoldingPass.measuredCount)
    for follower in followers where follower.position < event.position {
      let start = isMeasured ? ContinuousClock.now : nil
      try follower.advance(with: event, amendments, log)
      guard let start else { continue }
      let time = Int(start.duration(to: .now) / .nanoseconds(1))
      follower.note(workload: time * Int(FoldingPass.measuredCount))
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
