import LedgerModel
import Projections
import QueryPlan

/// Builds the obligations of one reading: who owes, what serves whom, and the judgement.
struct ObligationBuilder {
  private let context: ReadingContext
  private let index: EvidenceIndex
  private let exceptions: [String: [DutyException]]
  private let marks: MarkTable
  private let links: PersonLinks
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
    marks = MarkTable(index, at: context.position)
    links = try context.links
    exceptions = try DutyException.all(in: context)
    let terms = try context.officeTerms
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
    for duty in duties { try route(duty, terms) }
    times.routing = routing.duration(to: .now)
  }

  private mutating func route(_ duty: CompiledDuty, _ terms: OfficeTerms) throws {
    let finder = try HolderFinder(duty, context, terms)
    let route = DutyRoute(duty, finder, &index.names, firstRow: rowCount)
    rowCount += route.holders.count * route.partCount
    routes.append(route)
  }

  func table() -> ObligationTable {
    let start = ContinuousClock.now
    var dispatch = EvidenceDispatch(index, routes, links)
    dispatch.run(at: context.position)
    let buckets = Buckets(dispatch.deliveries, rowCount: rowCount)
    let dispatched = ContinuousClock.now
    var rows: [JudgedObligation] = []
    rows.reserveCapacity(rowCount)
    for (number, route) in routes.enumerated() {
      let judge = DutyJudge(
        route, number, exceptions[route.duty.rule.key] ?? [], index, marks, context.reading)
      for (place, holder) in route.holders.enumerated() {
        for part in route.duty.rule.parts.indices {
          let row = Int(route.firstRow) + place * route.partCount + part
          rows.append(judge.row(holder, part, buckets.deliveries(of: row)))
        }
      }
    }
    var times = times
    times.dispatching = start.duration(to: dispatched)
    times.judging = dispatched.duration(to: .now)
    return ObligationTable(
      duties: routes.map(\.duty.rule), rows: rows, unusable: unusable,
      settings: routes.map(\.duty.settings), dueDays: routes.map(\.duty.dueDay),
      times: times)
  }
}

/// Deliveries by row: a counting sort, so that tens of thousands of rows cost no array each.
struct Buckets {
  private let starts: [Int32]
  private let sorted: [EvidenceDispatch.Delivery]

  init(_ deliveries: [EvidenceDispatch.Delivery], rowCount: Int) {
    var starts = [Int32](repeating: 0, count: rowCount + 1)
    for delivery in deliveries { starts[Int(delivery.row) + 1] += 1 }
    for row in 0..<rowCount { starts[row + 1] += starts[row] }
    var next = starts
    var order = [Int32](repeating: 0, count: deliveries.count)
    for (number, delivery) in deliveries.enumerated() {
      order[Int(next[Int(delivery.row)])] = Int32(number)
      next[Int(delivery.row)] += 1
    }
    self.starts = starts
    sorted = order.map { deliveries[Int($0)] }
  }

  func deliveries(of row: Int) -> ArraySlice<EvidenceDispatch.Delivery> {
    sorted[Int(starts[row])..<Int(starts[row + 1])]
  }
}
