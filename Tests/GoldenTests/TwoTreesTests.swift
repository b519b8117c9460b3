import LedgerModel
import Testing

/// Question 65: expected and on time, added up under two trees.
@Suite("Golden: two trees", .serialized)
struct TwoTreesTests {
  /// The saved query: the upper unions, which no change of the tree touches.
  @Test(
    "the upper unions, row by row from the plain events",
    arguments: ["2021-08-05T00:00", "2021-08-10T00:00", "2021-09-01T00:00"])
  func upperUnions(asOf: String) throws {
    try DemoLedger.use { demo in
      let clock = try instant(asOf)
      let raw = try demo.raw(by: clock)
      let sums = RollUp(
        raw, "O11", level: "upper", opens: Day(number: 18_820), due: august(5), at: clock)
      let expected =
        sums.rows(on: august(4), named: "2021-08-04")
        + sums.rows(on: day(of: clock), named: "today")
      let rows = try demo.rows("audit/65-two-trees", asOf: asOf)
      #expect(differences(rows, from: expected) == [])
    }
  }

  /// The grassroots unions, of which some move, merge, open and close between the two trees.
  @Test func grassrootsUnions() throws {
    try DemoLedger.use { demo in
      let asOf = "2021-09-01T00:00"
      let clock = try instant(asOf)
      let sums = RollUp(
        try demo.raw(by: clock), "O20", level: "grassroots", opens: Day(number: 18_809),
        due: august(32), at: clock)
      let july = Day(number: 18_809 + 9)
      let first = sums.rows(on: july, named: "2021-07-10")
      let second = sums.rows(on: day(of: clock), named: "today")
      #expect(first.map { $0.dropLast() } != second.map { $0.dropLast() })
      let rows = try demo.rows(of: TwoTreesTests.question, asOf: asOf)
      #expect(differences(rows, from: first + second) == [])
    }
  }

  private static let question = """
    obligations valid at @2021-07-10
    | where duty == "O20"
    | rollup expected = count(), on_time = rate(status == .on_time) to upper
    | derive tree = "2021-07-10"
    | append (obligations valid at today | where duty == "O20"
      | rollup expected = count(), on_time = rate(status == .on_time) to upper
      | derive tree = "today")
    | sort tree, unit
    """
}

/// Counts of a reporting duty, added up along the tree of any day.
private struct RollUp {
  private let tree: RawTree
  /// Whether each unit that is expected was on time.
  private var onTime: [String: Bool] = [:]

  /// - Parameter due: the first day too late; holders are those of the day before.
  init(
    _ raw: RawLedger, _ duty: String, level: String, opens: Day, due: Day, at clock: Instant
  ) {
    tree = RawTree(raw)
    let histories = raw.histories(duty)
    for unit in tree.valid(level, on: Day(number: due.number - 1)) {
      let history = histories[unit] ?? ReportHistory()
      guard let judged = history.judged(at: clock, opens: opens, due: due, .before) else {
        continue
      }
      onTime[unit] = judged.status == "on_time"
    }
  }

  /// Rows of the query: unit, level, depth, expected, on_time, tree; in the order of ids.
  func rows(on day: Day, named name: String) -> [[Value]] {
    var counts: [String: (all: Int, met: Int)] = [:]
    var common: [String]?
    for (unit, isMet) in onTime {
      let line = tree.line(of: unit, on: day)
      common = common.map { $0.filter(line.contains) } ?? line
      for node in line {
        let known = counts[node] ?? (0, 0)
        counts[node] = (known.all + 1, known.met + (isMet ? 1 : 0))
      }
    }
    // The lowest unit above all rows is the root.
    let root = common?.first ?? ""
    return counts.sorted { $0.key < $1.key }.compactMap { unit, count in
      let line = tree.line(of: unit, on: day)
      guard let level = tree.units[unit]?.level, level != "grassroots", line.contains(root),
        let rate = Ratio(Int128(count.met), Int128(count.all))
      else { return nil }
      return [
        .entity(unit), .symbol(level), .integer(Int64(line.count - 1)),
        .integer(Int64(count.all)), .ratio(rate), .string(name),
      ]
    }
  }
}
