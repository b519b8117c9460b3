import Columns
import LedgerModel
import QueryPlan

extension Execution {
  /// One value per binding and row. Bindings that nobody reads are not computed.
  func project(
    _ input: PlanNode, _ bindings: [PlanBinding], _ request: StreamRequest,
    into sink: Sink
  ) throws {
    let projection = try Projection(bindings, needed: request.needed, compiler(request))
    let read = Set<Int>().union(
      readBy: request.needed.filter(bindings.indices.contains).map { bindings[$0].expression })
    try stream(input, request.needing(read)) { try sink(try projection.apply($0)) }
  }
}

/// Compiled bindings.
struct Projection {
  private enum Item {
    case unread
    case column(Int)
    case computed(VectorExpression)
  }

  private let items: [Item]
  /// True when only columns are passed on, so that no value has to be moved.
  private let isRenaming: Bool

  init(_ bindings: [PlanBinding], needed: Set<Int>, _ compiler: ExpressionCompiler) throws {
    items = try bindings.enumerated().map { index, binding in
      guard needed.contains(index) else { return .unread }
      if case .column(let column) = binding.expression.kind { return .column(column) }
      return .computed(try compiler.vector(binding.expression))
    }
    isRenaming = items.allSatisfy { if case .computed = $0 { false } else { true } }
  }

  func apply(_ batch: RowBatch) throws -> RowBatch {
    let columns = try items.map { item -> Column in
      switch item {
      case .unread: .constant(.none)
      case .column(let index): isRenaming ? batch.columns[index] : batch.values(of: index)
      case .computed(let expression): try expression.values(of: batch).aligned
      }
    }
    if isRenaming { return RowBatch(columns: columns, rows: batch.rows, isTotal: batch.isTotal) }
    return RowBatch(columns: columns, rowCount: batch.rows.count, isTotal: batch.isTotal)
  }
}
