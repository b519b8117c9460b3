import AllocationCounter
import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

@Suite("Obligations: what judging allocates", .serialized)
struct ObligationAllocationTests {
  /// The obligations of so many units, half of which shared something once or twice.
  private func context(_ unitCount: Int) throws -> ReadingContext {
    let units = (0..<unitCount).map { "u\($0)" }
    var play = Play(upper: units)
    play.duty("S", kind: "share", metBy: ["material.shared"], to: "none")
    for (number, unit) in units.enumerated() where number.isMultiple(of: 2) {
      for _ in 0...(number % 4 / 2) {
        play.append(
          "material.shared", at: time("03/8 08:00"), unit: unit,
          [
            ("material", .text("m")), ("channel", .text("zalo")),
            ("audience", .text("internal")),
          ])
      }
    }
    return try play.obligations(clock: "31/8").context
  }

  /// Allocations of judging all rows, once what they rest on is known.
  private func count(_ unitCount: Int) throws -> (allocations: Int, filed: Int) {
    let context = try context(unitCount)
    let (source, columns) = (ObligationsSource(), ["status", "unit", "cutoff", "in_grace"])
    _ = try source.scan(all: true, columns: columns, in: context) { _ in }
    var filed = 0
    let before = kiem_allocation_count()
    _ = try source.scan(all: true, columns: columns, in: context) { block in
      for row in 0..<block.rowCount
      where block.columns[0].value(at: row) == .symbol("on_time") { filed += 1 }
    }
    return (kiem_allocation_count() - before, filed)
  }

  /// Rows are judged in the place of 512 others, so that further ones bring nothing new.
  @Test("rows beyond the first chunk allocate nothing")
  func perRow() throws {
    let (few, many) = (try count(1_024), try count(4_096))
    #expect(few.filed == 512 && many.filed == 2_048, "the rows rest on evidence")
    #expect(few.allocations > 0, "nothing is counted")
    #expect(
      many.allocations - few.allocations < 64,
      "\(many.allocations - few.allocations) allocations for 3,072 rows more")
  }
}
