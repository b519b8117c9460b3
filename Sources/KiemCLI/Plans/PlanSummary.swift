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
      ("units", count("orgunit.registered")),
      ("documents", count("document.registered")),
      ("duties", count("duty.declared")),
      ("materials", count("material.published")),
      ("quizzes", count("quiz.published")),
    ]
    let words = parts.filter { $0.1 > 0 }.map { "\(ProgressText.grouped($0.1)) \($0.0)" }
    let total = "\(ProgressText.grouped(UInt64(plan.items.count))) events"
    text = "campaign \(plan.campaign): " + (words + [total]).joined(separator: ", ") + "\n"
  }
}

/// How many owe each duty, as the ledger derives it: the check of who a plan binds.
struct HolderCounts {
  let text: String

  /// None where obligations cannot be derived yet.
  init?(_ ledger: Ledger, campaign: String) {
    var request = QueryRequest(
      """
      obligations(all: true)
      | summarize n = count(), pairs = count(where target is not none) by duty
      | sort duty
      """)
    request.campaign = campaign
    guard let answer = try? ledger.query(request) else { return nil }
    text = answer.table.rows.map(HolderCounts.line).joined()
  }

  /// `O11: 21 holders`, or pairs where each holder owes it to several.
  private static func line(_ row: [Value]) -> String {
    guard row.count == 3, case .entity(let duty) = row[0], case .integer(let count) = row[1]
    else { return "" }
    let noun = row[2] == .integer(0) ? "holder" : "pair"
    return
      "\(duty): \(ProgressText.grouped(UInt64(clamping: count))) \(noun)\(count == 1 ? "" : "s")\n"
  }
}
