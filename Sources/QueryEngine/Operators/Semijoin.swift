import Columns
import QueryPlan

extension Execution {
  /// `with` and `without`: rows that have, or do not have, a match in another pipeline.
  func semijoin(
    _ node: PlanNode, _ input: PlanNode, _ join: Join, isAnti: Bool, _ request: StreamRequest,
    into sink: Sink
  ) throws {
    let leftCount = input.columns.count
    var index = try joinIndex(
      node, join, stage: isAnti ? "without" : "with", leftCount: leftCount, wanted: [], request)
    let needed = request.needed.union(join.leftColumns(leftCount: leftCount))
    let asksRows = join.condition.when != nil
    var (keys, mask): ([Int32], [UInt8]) = ([], [])
    try stream(input, request.needing(needed)) { batch in
      index.number(batch, into: &keys)
      mask.resize(to: keys.count, with: 0)
      if asksRows {
        var cursor = RowCursor(batch.columns, right: index.columns)
        for (place, row) in batch.rows.enumerated() {
          cursor.row = Int(row)
          mask[place] = try index.hasMatch(keys[place], &cursor) != isAnti ? 1 : 0
        }
      } else {
        let wanted: UInt8 = isAnti ? 0 : 1
        for place in keys.indices { mask[place] = keys[place] < 0 ? 1 ^ wanted : wanted }
      }
      let rows = batch.rows.kept(by: mask)
      if !rows.isEmpty { try sink(batch.selecting(rows)) }
    }
  }
}
