import Columns
import QueryPlan

extension Execution {
  /// The first rows. A total is not one of them and stays.
  func take(
    _ input: PlanNode, _ count: Int, _ request: StreamRequest, into sink: Sink
  ) throws {
    let demand = Demand()
    let stopsEarly = input.mayStopEarly
    var remaining = max(0, count)
    do {
      try stream(input, request) { batch in
        if batch.isTotal { return try sink(batch) }
        let taken = batch.rows.part(0..<min(remaining, batch.rows.count))
        remaining -= taken.count
        if !taken.isEmpty { try sink(batch.selecting(taken)) }
        if remaining == 0 && stopsEarly { throw EndOfDemand(demand: demand) }
      }
    } catch let end as EndOfDemand where end.demand === demand {
      return
    }
  }
}

/// Whose demand has ended, when one `take` stands inside another.
private final class Demand: Sendable {}

/// Unwinds a scan of which no further row is wanted.
private struct EndOfDemand: Error {
  let demand: Demand
}
