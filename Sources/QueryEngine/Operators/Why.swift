import Columns
import LedgerModel
import QueryPlan

extension Execution {
  /// Rows that `why` explains; of more only the first.
  private static let explainedRowCountMax = 100
  /// Members of groups that `why all` explains.
  private static let memberCountMax = 10_000

  /// `why`: for every row lines that say what made it what it is.
  func why(
    _ node: PlanNode, _ lineage: Lineage, _ request: StreamRequest, into sink: Sink
  ) throws {
    let rows = try explainedRows(lineage, request)
    let reading = request.scope.reading
    let members = try lineage.members.map { try self.members($0, node, lineage, request) }
    let explained =
      try members == nil
      ? world.explain(rows, of: lineage.source, reading: reading) : rows.map { _ in [] }
    var lines = WhyLines()
    for (number, row) in rows.enumerated() {
      let about = row.map(\.plainText).joined(separator: "/")
      guard let members else {
        lines.add(explained[number], number + 1, about)
        continue
      }
      let own = members[row.map(\.canonical)] ?? []
      lines.add([group(own)], number + 1, about)
      guard lineage.listsAll else { continue }
      try checkHeld(own.count, stage: "why", origin: node.origin)
      guard own.count <= Execution.memberCountMax else {
        throw ExecutionError.tooManyRows(
          stage: "why all", limit: Execution.memberCountMax, origin: node.origin)
      }
      let told = try world.explain(own, of: lineage.source, reading: reading)
      for (member, explanations) in zip(own, told) {
        lines.add(explanations, number + 1, member.map(\.plainText).joined(separator: "/"))
      }
      try checkCancellation()
    }
    try sink(RowBatch(columns: lines.columns, rowCount: lines.count))
  }

  private func explainedRows(
    _ lineage: Lineage, _ request: StreamRequest
  ) throws -> [[Value]] {
    var rows: [[Value]] = []
    var count = 0
    try stream(lineage.input, request.needing(Set(lineage.keys))) { batch in
      try self.checkCancellation()
      guard !batch.isTotal else { return }
      count += batch.rows.count
      for row in batch.rows where rows.count < Execution.explainedRowCountMax {
        rows.append(lineage.keys.map { batch.columns[$0].value(at: Int(row)) })
      }
    }
    if count > rows.count {
      note("the first \(rows.count) of \(count) rows are explained: `take` fewer, or ask for one")
    }
    return rows
  }

  /// Keys of the source's rows by the key of their group.
  private func members(
    _ input: PlanNode, _ node: PlanNode, _ lineage: Lineage, _ request: StreamRequest
  ) throws -> [[Value]: [[Value]]] {
    var members: [[Value]: [[Value]]] = [:]
    var count = 0
    let needed = Set(input.columns.indices)
    try streamInner(input, needed: needed, inherited: request.scope.reading) { batch in
      try self.checkCancellation()
      count += batch.rows.count
      try self.checkHeld(count, stage: "why", origin: node.origin)
      for row in batch.rows {
        let values = batch.columns.map { $0.value(at: Int(row)) }
        let group = values.prefix(lineage.keys.count).map(\.canonical)
        members[group, default: []].append(Array(values.dropFirst(lineage.keys.count)))
      }
    }
    return members
  }

  private func group(_ members: [[Value]]) -> Explanation {
    let names = members.map { $0.map(\.plainText).joined(separator: "/") }
    let ends = [names.first, names.count > 1 ? names.last : nil].compactMap { $0 }
    let range = ends.isEmpty ? "" : ", \(ends.joined(separator: " … "))"
    let digest = world.digest(of: members)
    return Explanation(
      "group",
      counted(members.count, "row", "rows") + range + (digest.isEmpty ? "" : ", sha256 \(digest)"))
  }
}

/// The lines column by column.
private struct WhyLines {
  private var values = [[Value]](repeating: [], count: Lineage.columns.count)
  private(set) var count = 0

  mutating func add(_ explanations: [Explanation], _ row: Int, _ about: String) {
    for line in explanations {
      let cells: [Value] = [
        .integer(Int64(row)), .string(about), .symbol(line.part),
        line.position.map { .position($0) } ?? .none, line.at.map { .instant($0) } ?? .none,
        .string(line.text),
      ]
      for (index, cell) in cells.enumerated() { values[index].append(cell) }
      count += 1
    }
  }

  var columns: [Column] { values.map { .values($0) } }
}

extension Value {
  /// Keys are identifiers, days and numbers.
  fileprivate var plainText: String {
    switch self {
    case .string(let text), .symbol(let text), .entity(let text): text
    case .integer(let number): String(number)
    case .position(let position): "#\(position.number)"
    case .date(let day): day.iso8601
    case .bool(let flag): flag ? "true" : "false"
    case .none: "–"
    default: "…"
    }
  }
}
