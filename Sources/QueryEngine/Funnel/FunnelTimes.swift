import Catalog
import Columns
import LedgerModel
import QueryPlan

extension Execution {
  /// Per step and key of the universe the moment in which it was reached, or `never`. `universe`
  /// numbers the keys; none is no key.
  func funnelTimes(
    _ node: PlanNode, _ steps: [FunnelStep], _ order: FunnelOrder?, _ universe: DenseCoder,
    _ request: StreamRequest
  ) throws -> [[Moment]] {
    if let within = order?.within {
      let chains = try boundedChains(node, steps, universe, request)
      return try times(of: chains, steps, universe, deadline: try deadline(within, request))
    }
    var earliest = EarliestMoments(keyCount: universe.count, isOrdered: order != nil)
    for step in steps {
      earliest.beginStep()
      try streamEvents(of: step, universe, request) { earliest.add($0) }
    }
    return earliest.steps
  }

  private func boundedChains(
    _ node: PlanNode, _ steps: [FunnelStep], _ universe: DenseCoder, _ request: StreamRequest
  ) throws -> BoundedChains {
    var chains = BoundedChains(keyCount: universe.count)
    for step in steps {
      chains.beginStep()
      try streamEvents(of: step, universe, request) { events in
        chains.add(events)
        try self.checkHeld(chains.eventCount, stage: "funnel", origin: node.origin)
      }
    }
    try chains.seal(check: checkCancellation)
    return chains
  }

  private func times(
    of chains: BoundedChains, _ steps: [FunnelStep], _ universe: DenseCoder,
    deadline: (Instant) throws -> Instant?
  ) throws -> [[Moment]] {
    var times = steps.map { _ in [Moment](repeating: .never, count: universe.count) }
    for key in 0..<universe.count {
      if key % ExecutionLimits.batchRowCountMax == 0 { try checkCancellation() }
      for (step, time) in try chains.reached(key, deadline: deadline).enumerated() {
        times[step][key] = time
      }
    }
    return times
  }

  /// Calls `body` with the rows of the step that have a time and a key of the universe, a batch at a
  /// time.
  private func streamEvents(
    of step: FunnelStep, _ universe: DenseCoder, _ request: StreamRequest,
    _ body: @escaping (FunnelEvents) throws -> Void
  ) throws {
    var keys = universe.sealed()
    let none = universe.noneCode ?? DenseCoder.absent
    var codes: [Int32] = []
    var events = FunnelEvents()
    try streamInner(
      step.input, needed: [step.key, step.at, step.position], inherited: request.scope.reading
    ) { batch in
      if batch.isTotal { return }
      keys.encode(batch.vector(step.key), into: &codes)
      events.set(
        codes, without: none, at: batch.vector(step.at), batch.vector(step.position))
      try body(events)
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

extension FunnelEvents {
  /// Holds the rows whose key is one of the universe and that have a time, and no others; position 0
  /// where the step does not say.
  fileprivate mutating func set(
    _ codes: [Int32], without none: Int32, at times: Vector, _ positions: Vector
  ) {
    if case .numbers(let at) = times.column, case .numbers(let position) = positions.column,
      at.kind == .instant, position.kind == .position, at.isPresent == nil,
      position.isPresent == nil
    {
      return fill(codes, without: none, at.numbers, position.numbers, times.rows)
    }
    removeAll()
    for (place, row) in times.rows.enumerated() {
      let key = codes[place]
      guard key != DenseCoder.absent, key != none,
        case .instant(let at) = times.column.value(at: Int(row))
      else { continue }
      var moment = Moment(at: at, position: 0)
      if case .position(let position) = positions.column.value(at: Int(row)) {
        moment = Moment(at: at, position: position.number)
      }
      append(moment, key: key)
    }
  }

  private mutating func fill(
    _ codes: [Int32], without none: Int32, _ times: [Int64], _ positions: [Int64], _ rows: RowList
  ) {
    let kept = FunnelEvents.write(
      codes.span, without: none, times, positions, rows, &keys, &moments)
    keys.removeLast(keys.count - kept)
    moments.removeLast(moments.count - kept)
  }

  /// Writes every row and goes on only behind one that counts, without a branch; returns how many do.
  private static func write(
    _ codes: Span<Int32>, without none: Int32, _ times: [Int64], _ positions: [Int64],
    _ rows: RowList, _ keys: inout [Int32], _ moments: inout [Moment]
  ) -> Int {
    keys.grow(to: codes.count, with: 0)
    moments.grow(to: codes.count, with: .never)
    var targetKeys = keys.mutableSpan
    var targetMoments = moments.mutableSpan
    let (times, positions) = (times.span, positions.span)
    var kept = 0
    for place in codes.indices {
      let row = Int(rows[place])
      targetKeys[kept] = codes[place]
      targetMoments[kept] = Moment(
        at: Instant(microseconds: times[row]), position: UInt64(bitPattern: positions[row]))
      kept &+= codes[place] != DenseCoder.absent && codes[place] != none ? 1 : 0
    }
    return kept
  }
}
