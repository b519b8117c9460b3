import Columns
import LedgerModel
import QueryPlan

extension PlanNode {
  /// True when every row that comes out is made from one row of the scan at the beginning, so that
  /// several threads can each go through a part of its rows.
  fileprivate var isRowWise: Bool {
    switch kind {
    case .scan: true
    case .filter(let input, _), .project(let input, _): input.isRowWise
    default: false
    }
  }
}

extension Summary {
  /// True for a count of rows at which nobody looks.
  fileprivate func onlyCounts(_ input: PlanNode) -> Bool {
    guard case .scan = input.kind, grouping.keys.isEmpty else { return false }
    return grouping.aggregates.allSatisfy { $0.function == .count && $0.predicate == nil }
  }
}

extension Execution {
  /// The groups of a summary over all rows of its input, found by several threads where that pays.
  ///
  /// Each thread groups rows that lie behind each other, and its groups join those of the rows
  /// before them, so that everything is as one thread would have it. Where that is not sure, and
  /// where anything went wrong, one thread begins anew: what then ends the run is the same error.
  func grouped(
    _ node: PlanNode, _ input: PlanNode, _ summary: Summary, _ request: StreamRequest
  ) throws -> GroupTable {
    guard limits.threads.countMax > 1, input.isRowWise, !summary.onlyCounts(input) else {
      return try groupedInTurn(node, input, summary, request)
    }
    let known = meter?.costs
    do {
      return try groupedSideBySide(node, input, summary, request)
    } catch ExecutionError.cancelled {
      throw ExecutionError.cancelled
    } catch {
      if let known { meter?.costs = known }
      return try groupedInTurn(node, input, summary, request)
    }
  }

  private func groupedInTurn(
    _ node: PlanNode, _ input: PlanNode, _ summary: Summary, _ request: StreamRequest
  ) throws -> GroupTable {
    var table = try GroupTable(
      summary, columns: input.columns, run: self, compiler: compiler(request))
    let read = Aggregation.columns(readBy: summary.grouping, of: input.columns)
    try stream(input, request.needing(read)) { batch in
      if batch.isTotal { return }
      try table.add(batch)
      try table.aggregation.checkHeld(stage: "summarize", origin: node.origin)
    }
    if !isHelper { try table.aggregation.finish(stage: "summarize", origin: node.origin) }
    return table
  }

  private func groupedSideBySide(
    _ node: PlanNode, _ input: PlanNode, _ summary: Summary, _ request: StreamRequest
  ) throws -> GroupTable {
    var groups: GroupTable?
    var helpers: [Execution] = []
    divider = ScanDivider(limits.threads) { shares in
      let shared = SharedWorld(self.world)
      let free = self.limits.heldRowCountMax - (groups?.aggregation.heldCount ?? 0)
      var workers = shares.map { share in
        GroupingWorker(self.helper(shared, share, heldRowCountMax: free / shares.count))
      }
      try self.apart {
        try SideBySide.run(&workers) { worker in
          try worker.work(on: node) { try $0.groupedInTurn(node, input, summary, request) }
        }
      }
      for index in workers.indices { try workers[index].join(&groups) }
      try self.checkHeld(groups, of: node)
      helpers += workers.map(\.run)
      return groups.map { self.isSmall($0) } ?? true
    }
    defer { divider = nil }
    let own = try groupedInTurn(node, input, summary, request)
    guard let groups else { return own }
    try groups.aggregation.finish()
    try checkHeld(groups, of: node)
    for helper in helpers { absorb(helper, threadCount: limits.threads.countMax) }
    return groups
  }

  /// Whether putting further groups to these costs less than finding them by one thread.
  private func isSmall(_ groups: GroupTable) -> Bool {
    groups.aggregation.heldCount <= limits.threads.joinedCountMax
  }

  private func checkHeld(_ groups: GroupTable?, of node: PlanNode) throws {
    guard let aggregation = groups?.aggregation else { return }
    try checkHeld(
      aggregation.heldCount, byteCount: aggregation.byteCount, stage: "summarize",
      origin: node.origin)
  }
}

/// Groups a share of the rows.
private struct GroupingWorker {
  let run: Execution
  private var groups: GroupTable?

  init(_ run: Execution) { self.run = run }

  mutating func work(on node: PlanNode, _ group: (Execution) throws -> GroupTable) throws {
    run.meter?.enter(node)
    defer { run.meter?.leave() }
    groups = try group(run)
  }

  /// Puts the groups behind those of the rows before.
  mutating func join(_ earlier: inout GroupTable?) throws {
    // Taken out, so that tables that grow are not copied.
    guard let own = groups.take() else { return }
    if earlier == nil { earlier = own } else { try earlier?.merge(own) }
  }
}
