import Catalog
import Kiem
import KiemREPL
import LedgerModel
import PlanFile
import QueryEngine

/// What a compiled plan holds, in a line.
struct PlanSummary {
  let text: String

  init(_ plan: CompiledPlan) {
    func count(_ name: String) -> UInt64 {
      UInt64(plan.items.count { $0.event.type.name == name })
    }
    let parts = [
      PlanSummary.words(count("orgunit.registered"), "unit", "units"),
      PlanSummary.words(count("document.registered"), "document", "documents"),
      PlanSummary.words(count("duty.declared"), "duty", "duties"),
      PlanSummary.words(count("material.published"), "material", "materials"),
      PlanSummary.words(count("quiz.published"), "quiz", "quizzes"),
    ]
    let words = parts.compactMap { $0 }
    let total = "\(ProgressText.grouped(UInt64(plan.items.count))) events"
    text = "campaign \(plan.campaign): " + (words + [total]).joined(separator: ", ") + "\n"
  }

  /// None for nothing.
  private static func words(_ count: UInt64, _ one: String, _ many: String) -> String? {
    count == 0 ? nil : "\(ProgressText.grouped(count)) \(count == 1 ? one : many)"
  }
}

/// How many owe each duty, as the ledger derives it: the check of who a plan binds.
struct HolderCounts {
  let text: String

  /// None where obligations cannot be derived. Duties stand in the order of the plan.
  init?(_ ledger: Ledger, of plan: CompiledPlan) {
    var request = QueryRequest(
      """
      obligations(all: true)
      | summarize n = count(), pairs = count(where target is not none) by duty
      """)
    request.campaign = plan.campaign
    guard let answer = try? ledger.query(request) else { return nil }
    let order = plan.items.compactMap { $0.event.text("duty") }
    let lines = answer.table.rows.compactMap(HolderCounts.line)
    text = lines.sorted { first, second in
      (order.firstIndex(of: first.duty) ?? 0) < (order.firstIndex(of: second.duty) ?? 0)
    }.map(\.text).joined()
  }

  /// `O11: 21 holders`, or pairs where each holder owes it to several.
  private static func line(_ row: [Value]) -> (duty: String, text: String)? {
    guard row.count == 3, case .entity(let duty) = row[0], case .integer(let count) = row[1]
    else { return nil }
    let noun = row[2] == .integer(0) ? "holder" : "pair"
    let number = ProgressText.grouped(UInt64(clamping: count))
    return (duty, "\(duty): \(number) \(noun)\(count == 1 ? "" : "s")\n")
  }
}
