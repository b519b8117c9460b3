import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

/// Who owes a duty, asked of the tables of units and offices day by day, against what is found from
/// the days of changes alone.
@Suite("Obligations: who owes, against every day of the span")
struct HolderSpanTests {
  /// A holder and whether it still is one on the due day.
  private struct Owed: Hashable, CustomStringConvertible {
    let bearer: String
    let unit: String
    let isApplicable: Bool
    var description: String { "\(bearer) of \(unit)\(isApplicable ? "" : ", no more")" }
  }

  private func tables(
    _ source: String, of duty: Int, _ answers: Answers
  ) throws -> [(day: Day, rows: [SourceRow], table: SourceTable, context: ReadingContext)] {
    let (rule, due) = (answers.table.duties[duty], answers.table.dueDays[duty])
    return try (rule.opens.number...due.number).reversed().map { number in
      var reading = answers.context.reading
      reading.treeDay = Day(number: number)
      let context = answers.context.moved(to: reading)
      let table = try context.table(source)
      return (Day(number: number), table.rows.filter(\.stands), table, context)
    }
  }

  /// The first day looked at, the due day, says who is a holder; earlier ones who was.
  private func unitHolders(
    _ duty: Int, _ answers: Answers, where isHolder: (String, String?) -> Bool
  ) throws -> Set<Owed> {
    var found: [String: Owed] = [:]
    for (number, day) in try tables("units", of: duty, answers).enumerated() {
      let columns = ["unit", "level", "parent"].map { day.table.column($0) }
      for row in day.rows {
        guard let unit = row.values[columns[0]].text, found[unit] == nil,
          isHolder(row.values[columns[1]].text ?? "", row.values[columns[2]].text)
        else { continue }
        found[unit] = Owed(bearer: unit, unit: unit, isApplicable: number == 0)
      }
    }
    return Set(found.values)
  }

  private func officials(_ duty: Int, _ answers: Answers, level: String?) throws -> Set<Owed> {
    var found: [String: Owed] = [:]
    for (number, day) in try tables("offices", of: duty, answers).enumerated() {
      let columns = ["person", "unit", "level", "starts", "office"].map { day.table.column($0) }
      let ranks = ["central": 0, "provincial": 1, "upper": 2, "grassroots": 3]
      let held = day.rows.filter { level == nil || $0.values[columns[2]].text == level }
        .map { row in columns.map { row.values[$0] } }
      for (person, offices) in Dictionary(grouping: held, by: { $0[0].text ?? "" })
      where found[person] == nil {
        let principal = offices.min { left, right in
          let rank = [left, right].map { ranks[$0[2].text ?? ""] ?? 9 }
          if rank[0] != rank[1] { return rank[0] < rank[1] }
          if left[3] != right[3] {
            return (left[3].day ?? .init(number: 0)) < (right[3].day ?? .init(number: 0))
          }
          return (left[4].text ?? "").utf8.lexicographicallyPrecedes((right[4].text ?? "").utf8)
        }
        let unit = try successor(of: principal?[1].text ?? "", day.day, day.context)
        found[person] = Owed(bearer: person, unit: unit, isApplicable: number == 0)
      }
    }
    return Set(found.values)
  }

  /// The unit itself while it is valid, else the one that it went into, as far as that leads.
  private func successor(of unit: String, _ day: Day, _ context: ReadingContext) throws -> String {
    let valid = try context.table("units")
    let known = Set(
      valid.rows.filter(\.stands).compactMap { $0.values[valid.column("unit")].text })
    var next = unit
    for _ in 0..<20 where !known.contains(next) {
      guard let successor = try context.tree(day).successor(of: next) else { return unit }
      next = successor
    }
    return known.contains(next) ? next : unit
  }

  private func owed(_ duty: String, _ answers: Answers) -> Set<Owed> {
    Set(
      answers.table.rows.filter { $0.rule.duty == duty }.map {
        Owed(bearer: $0.key.person ?? $0.key.unit, unit: $0.key.unit, isApplicable: $0.isApplicable)
      })
  }

  @Test("units that move, merge and close; officials that come and go", arguments: 700...739)
  func holders(seed: Int) throws {
    var campaign = RandomCampaign(seed: UInt64(seed), count: 160, isWide: seed.isMultiple(of: 2))
    campaign.play.duty(
      "U1", holder: "units | at level grassroots | where parent == \"A\"", opens: "15/7",
      due: "18/8", at: campaign.now)
    campaign.play.duty(
      "E1", kind: "essay", holder: "offices | at level upper", metBy: ["essay.submitted"],
      opens: "15/7", due: "18/8", to: "none", at: campaign.now)
    campaign.play.duty(
      "E2", kind: "essay", holder: "offices", metBy: ["essay.submitted"], opens: "20/7",
      due: "12/8", to: "none", at: campaign.now)
    let answers = try campaign.play.obligations(clock: "31/8")
    func number(_ duty: String) throws -> Int {
      try #require(answers.table.duties.firstIndex { $0.duty == duty })
    }
    let units = try unitHolders(number("U1"), answers) { $0 == "grassroots" && $1 == "A" }
    #expect(owed("U1", answers) == units, "seed \(seed)")
    let upper = try officials(number("E1"), answers, level: "upper")
    #expect(owed("E1", answers) == upper, "seed \(seed)")
    let all = try officials(number("E2"), answers, level: nil)
    #expect(owed("E2", answers) == all, "seed \(seed)")
  }
}
