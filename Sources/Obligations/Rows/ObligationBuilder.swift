import LedgerModel
import Projections
import QueryPlan

/// Finds out who owes what and what serves whom, as known at a position.
struct ObligationBuilder {
  private let context: ReadingContext
  private let index: EvidenceIndex
  private let links: PersonLinks
  private var lists: [HolderList.Key: HolderList] = [:]
  private var routes: [DutyRoute] = []
  private var unusable: [UnusableDuty] = []
  private var rowCount = 0
  private var times = ObligationTable.Times()

  init(_ context: ReadingContext, _ compiler: DutyCompiler) throws {
    self.context = context
    let campaigns = try context.campaigns
    let rules = try DutyRule.all(in: context)
    let start = ContinuousClock.now
    index = try compiler.index(
      for: Set(rules.flatMap { $0.parts.flatMap(\.metBy) }), zone: campaigns.zone, context.store,
      through: context.position)
    times.indexing = start.duration(to: .now)
    links = try context.links
    var duties: [CompiledDuty] = []
    for rule in rules {
      do throws(RuleError) {
        duties.append(
          try compiler.compile(rule, campaigns.settings(of: rule.campaign), index))
      } catch {
        unusable.append(UnusableDuty(duty: rule.key, reason: error.message))
      }
    }
    let routing = ContinuousClock.now
    for duty in duties { try route(duty) }
    times.routing = routing.duration(to: .now)
  }

  private mutating func route(_ duty: CompiledDuty) throws {
    try context.store.check()
    let finder = try HolderFinder(duty, context)
    let key = finder.key
    let list =
      try lists[key]
      ?? HolderList(
        finder.holders(context.store.check), of: duty, &index.names, check: context.store.check)
    lists[key] = list
    let route = DutyRoute(duty, finder, list, &index.names, firstRow: rowCount)
    rowCount += route.rowCount
    routes.append(route)
  }

  func routed() throws -> RoutedDuties {
    let start = ContinuousClock.now
    var dispatch = EvidenceDispatch(index, routes, links)
    try dispatch.run(at: context.position, context.store.check)
    let buckets = Buckets(dispatch.deliveries, rowCount: rowCount)
    let marks = MarkTable(index, at: context.position)
    let exceptions = try DutyException.all(in: context)
    let facts = routes.enumerated().map { number, route in
      DutyEvidence(route, number, exceptions[route.duty.rule.key] ?? [], index, marks)
    }
    var times = times
    times.dispatching = start.duration(to: .now)
    return RoutedDuties(
      facts, buckets, newest: newest(dispatch.deliveries), unusable, times)
  }

  /// By row the position of the newest record that serves it. Records are in the order of their
  /// positions, so the last one handed to a row is the newest.
  private func newest(_ deliveries: [EvidenceDispatch.Delivery]) -> [Position] {
    var newest = [Position](repeating: .empty, count: rowCount)
    let records = index.records
    for delivery in deliveries {
      newest[Int(delivery.row)] = records[Int(delivery.record)].from
    }
    return newest
  }
}
