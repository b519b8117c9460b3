import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

@Suite("Obligations: rows come by position, then by key")
struct RowOrderTests {
  /// Position and key of each row as a scan hands them out.
  private func rows(_ context: ReadingContext) throws -> [Row] {
    var rows: [Row] = []
    try context.scan("obligations", all: true, columns: ["seq", "obligation"]) { block in
      for row in 0..<block.rowCount where block.mask[row] {
        rows.append(
          Row(
            position: block.columns[0].value(at: row).position ?? .empty,
            key: block.columns[1].value(at: row).text ?? ""))
      }
    }
    return rows
  }

  private struct Row: Equatable {
    let position: Position
    let key: String
  }

  private func expectOrdered(_ rows: [Row], _ comment: Comment) {
    let expected = rows.sorted { left, right in
      if left.position != right.position { return left.position < right.position }
      return left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
    }
    #expect(rows == expected, comment)
  }

  /// A hyphen and a dot sort before the slash that parts of a key are joined by, and a key may begin
  /// another: none of it may be found out by comparing names alone.
  @Test("names that go on where others end", arguments: [false, true])
  func awkwardNames(hasSlash: Bool) throws {
    let upper = ["A", "A-1", "A.b", "A0", "B", "B-", "C"]
    var play = Play(upper: upper)
    for (number, parent) in upper.enumerated().reversed() {
      play.unit("\(parent)-g\(number)", level: "grassroots", parent: parent)
      play.unit("\(parent)g", level: "grassroots", parent: parent)
    }
    if hasSlash { play.unit("A/x", level: "upper", parent: "province") }
    play.duty("R")
    play.duty("R/A")
    play.duty("R-2")
    play.duty("P", parts: [("out", ["report.submitted"]), ("in-1", ["report.submitted"])])
    play.duty(
      "D", each: "units | at level grassroots | where parent == holder.unit",
      metBy: ["material.distributed where unit == holder.unit and to_unit == target.unit"])
    for person in ["p-2", "p", "p.1"] { play.office(person, in: "A") }
    play.duty("E", holder: "offices", metBy: ["essay.submitted"])
    play.report("A-1", at: "03/8 08:00")
    let rows = try rows(play.obligations(clock: "31/8").context)
    // Three plain duties and one of two parts, a pair a unit below, three officials.
    let uppers = upper.count + (hasSlash ? 1 : 0)
    #expect(rows.count == 5 * uppers + 2 * upper.count + 3)
    expectOrdered(rows, "slash: \(hasSlash)")
  }

  @Test("random campaigns", arguments: 500...539)
  func random(seed: Int) throws {
    let campaign = RandomCampaign(seed: UInt64(seed), count: 120, isWide: seed.isMultiple(of: 2))
    let rows = try rows(campaign.play.obligations(clock: "31/8").context)
    #expect(!rows.isEmpty)
    expectOrdered(rows, "seed \(seed)")
  }
}
