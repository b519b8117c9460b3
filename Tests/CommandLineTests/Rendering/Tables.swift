import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import Rendering

/// A table from columns and rows, as tests write it.
func table(
  _ columns: [(String, ValueType)], _ rows: [[Value]], totalRows: Set<Int> = [],
  depths: [Int]? = nil
) -> ResultTable {
  ResultTable(
    columns: columns.map { PlanColumn($0.0, $0.1) }, rows: rows, totalRows: totalRows,
    depths: depths)
}

/// Rendered without a terminal, in the zone of the plan.
func rendered(_ table: ResultTable, _ format: OutputFormat, width: Int? = nil) -> String {
  table.rendered(as: format, context: RenderingContext(zone: .vietnam, width: width, name: named))
}

/// The names that tests know: `u1` is the union of a district.
@Sendable private func named(_ kind: EntityKind, _ id: String) -> String? {
  kind == .unit && id == "u1" ? "LĐLĐ huyện Ea H'leo" : nil
}

/// 5 August 2021 16:00 in Vietnam, worked out by hand: 09:00 UTC.
let dueInstant = Instant(microseconds: 1_628_154_000_000_000)

func decimal(_ mantissa: Int64, _ scale: UInt8) -> Value {
  .decimal(ExactDecimal(mantissa: mantissa, scale: scale))
}

/// A share as tests write it; denominators here are never zero.
func ratio(_ numerator: Int128, _ denominator: Int128) -> Value {
  Ratio(numerator, denominator).map { .ratio($0) } ?? .none
}
