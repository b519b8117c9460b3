import Catalog
import Columns
import LedgerModel
import QueryPlan

extension Execution {
  /// Per step and key of the universe the moment in which it was reached. `universe` numbers the
  /// keys; none is no key.
  func funnelTimes(
    _ node: PlanNode, _ steps: [FunnelStep], _ order: FunnelOrder?, _ universe: DenseCoder,
    _ request: StreamRequest
  ) throws -> [[Moment?]] {
    if let within = order?.within {
      let chains = try boundedChains(node, steps, universe, request)
      return try times(of: chains, steps, universe, deadline: try deadline(within, request))
    }
    var earliest = EarliestMoments(keyCount: universe.count, isOrdered: order != nil)
    for step in steps {
      earliest.beginStep()
      try streamEvents(of: step, universe, request) { earliest.add($0, key: $1) }
    }
    return earliest.steps
  }

  private func boundedChains(
    _ node: PlanNode, _ steps: [FunnelStep], _ universe: DenseCoder, _ request: StreamRequest
  ) throws -> BoundedChains {
    var chains = BoundedChains(keyCount: universe.count)
    for step in steps {
      chains.beginStep()
      try streamEvents(of: step, universe, request) { moment, key in
        chains.add(moment, key: key)
        if chains.eventCount % ExecutionLimits.batchRowCountMax == 0 {
          try self.checkHeld(chains.eventCount, stage: "funnel", origin: node.origin)
        }
      }
      try checkHeld(chains.eventCount, stage: "funnel", origin: node.origin)
    }
    chains.seal()
    return chains
  }

  private func times(
    of chains: BoundedChains, _ steps: [FunnelStep], _ universe: DenseCoder,
    deadline: (Instant) throws -> Instant?
  ) throws -> [[Moment?]] {
    var times = steps.map { _ in [Moment?](repeating: nil, count: universe.count) }
    for key in 0..<universe.count {
      if key % ExecutionLimits.batchRowCountMax == 0 { try checkCancellation() }
      for (step, time) in try chains.reached(key, deadline: deadline).enumerated() {
        times[step][key] = time
      }
    }
    return times
  }

  /// Calls `body` for every row of the step that has a time and a key of the universe.
  private func streamEvents(
    of step: FunnelStep, _ universe: DenseCoder, _ request: StreamRequest,
    _ body: @escaping (Moment, Int) throws -> Void
  ) throws {
    var keys = universe.sealed()
    let none = universe.noneCode ?? DenseCoder.absent
    var codes: [Int32] = []
    try streamInner(
      step.input, needed: [step.key, step.at, step.position], inherited: request.scope.reading
    ) { batch in
      if batch.isTotal { return }
      keys.encode(batch.vector(step.key), into: &codes)
      let reader = MomentReader(batch.columns[step.at], batch.columns[step.position])
      for (place, row) in batch.rows.enumerated() {
        let code = codes[place]
        guard code != DenseCoder.absent, code != none, let moment = reader.moment(Int(row)) else {
          continue
        }
        try body(moment, Int(code))
      }
    }
  }

  private func deadline(
    _ within: PlanExpression, _ request: StreamRequest
  ) throws -> (Instant) throws -> Instant? {
    let length = try compiler(request).constant(within)
    let arithmetic = Arithmetic(
      operation: .add, type: .instant, calendar: calendar, origin: within.origin)
    return { start in
      guard case .instant(let end) = try arithmetic.apply(.instant(start), length) else {
        return nil
      }
      return end
    }
  }
}

/// Reads when rows happened from two columns.
private struct MomentReader {
  private let at: Column
  private let position: Column

  init(_ at: Column, _ position: Column) {
    self.at = at
    self.position = position
  }

  /// None for a row without a time; position 0 where the step does not say.
  func moment(_ row: Int) -> Moment? {
    if case .numbers(let times) = at, case .numbers(let places) = position,
      times.kind == .instant, places.kind == .position, times.isPresent == nil,
      places.isPresent == nil
    {
      return Moment(
        at: Instant(microseconds: times.numbers[row]),
        position: UInt64(bitPattern: places.numbers[row]))
    }
    guard case .instant(let at) = at.value(at: row) else { return nil }
    if case .position(let position) = position.value(at: row) {
      return Moment(at: at, position: position.number)
    }
    return Moment(at: at, position: 0)
  }
}
