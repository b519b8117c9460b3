package import QueryPlan

/// What the stages of one run cost: rows handed on, batches, rows held, blocks read, own time.
/// Counted once a batch, never once a row. Confined to one thread.
package final class StageMeter {
  /// One stage; equal stages of one plan share a count.
  package struct Cost: Sendable, Hashable {
    package fileprivate(set) var rowCount = 0
    package fileprivate(set) var batchCount = 0
    /// The most rows, groups or values that the stage held at one time.
    package fileprivate(set) var heldCount = 0
    /// Memory of those, in bytes.
    package fileprivate(set) var heldByteCount = 0
    /// Blocks of stored rows that a scan read, and those that it left out by their zones.
    package fileprivate(set) var readBlockCount = 0
    package fileprivate(set) var skippedBlockCount = 0
    /// Columns of blocks that a scan read for those behind it; of a block that several threads share
    /// each counts its own.
    package fileprivate(set) var readColumnCount = 0
    /// Threads that worked on it at one time.
    package fileprivate(set) var threadCount = 1
    /// Of all threads, without the stages before and behind it.
    package fileprivate(set) var time = Duration.zero
  }

  var costs: [PlanNode: Cost] = [:]
  /// The stages at work, innermost last.
  private var active: [PlanNode] = []
  private var since = ContinuousClock.now

  package init() {}

  /// What a stage of the plan cost; nothing for one that did not run.
  package func cost(of node: PlanNode) -> Cost { costs[node] ?? Cost() }

  func enter(_ node: PlanNode) {
    charge()
    active.append(node)
  }

  func leave() {
    charge()
    active.removeLast()
  }

  /// A sink that notes each batch in front of `sink`.
  func counting(in sink: Sink) -> Sink {
    Sink { batch in try self.handingOn(batch.rows.count) { try sink(batch) } }
  }

  /// Notes a batch and lets the stage behind work on it.
  private func handingOn(_ rowCount: Int, _ body: () throws -> Void) rethrows {
    charge()
    guard let node = active.popLast() else { return try body() }
    costs[node, default: Cost()].rowCount += rowCount
    costs[node, default: Cost()].batchCount += 1
    defer {
      charge()
      active.append(node)
    }
    try body()
  }

  func holds(_ count: Int, byteCount: Int) {
    guard let node = active.last else { return }
    var cost = costs[node] ?? Cost()
    cost.heldCount = max(cost.heldCount, count)
    cost.heldByteCount = max(cost.heldByteCount, byteCount)
    costs[node] = cost
  }

  /// Does not count the time of `body` for any stage.
  func apart(_ body: () throws -> Void) rethrows {
    charge()
    let stages = active
    active = []
    defer {
      charge()
      active = stages
    }
    try body()
  }

  /// Adds what one of several threads counted.
  func absorb(_ other: StageMeter, threadCount: Int) {
    for (node, cost) in other.costs {
      var sum = costs[node] ?? Cost()
      sum.rowCount += cost.rowCount
      sum.batchCount += cost.batchCount
      sum.heldCount = max(sum.heldCount, cost.heldCount)
      sum.heldByteCount = max(sum.heldByteCount, cost.heldByteCount)
      sum.time += cost.time
      sum.readColumnCount += cost.readColumnCount
      sum.threadCount = max(sum.threadCount, threadCount)
      costs[node] = sum
    }
  }

  func reads(_ blockCount: Int, leavingOut skippedCount: Int) {
    guard let node = active.last else { return }
    costs[node, default: Cost()].readBlockCount += blockCount
    costs[node, default: Cost()].skippedBlockCount += skippedCount
  }

  func readsColumn(of scan: PlanNode) { costs[scan, default: Cost()].readColumnCount += 1 }

  /// Puts the time since the last call on the stage at work.
  private func charge() {
    let now = ContinuousClock.now
    if let node = active.last { costs[node, default: Cost()].time += since.duration(to: now) }
    since = now
  }
}
