import ArgumentParser
import EventLog
import Foundation
import Kiem
import KiemREPL
import LedgerModel
import PlanFile

struct NewCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make a ledger, or add a campaign's plan to one.",
    discussion: """
      A plan file declares a campaign: documents, provisions, duties, units, materials, quizzes \
      and the calendar. It is recorded as a whole or not at all: a plan with an error is reported \
      with line and column and changes nothing. Recording a plan twice adds nothing.

      Plans that come with the program: \(PlanFolder.bundled.joined(separator: ", ")).

      EXAMPLES
        kiem new                                     an empty ledger in ./ledger
        kiem --ledger kh121 new --plan plan.yaml
        kiem new --plan daklak-2021-07 --backfill    a campaign of the past, with its own dates
        kiem new --plan plan.yaml --dry-run          check the plan only
      """)

  @OptionGroup var location: LedgerLocation

  @Option(
    help: ArgumentHelp("Plan file, or the name of a plan of the program.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var plan: String?

  @Flag(help: "Record the plan at its own dates, as history moved in, not now.")
  var backfill = false

  @Flag(name: .shortAndLong, help: "Check the plan and say what it holds; record nothing.")
  var dryRun = false

  func perform(in context: CommandContext) throws -> ExitStatus {
    let path = location.path(in: context)
    guard let plan else { return try createEmpty(at: path, context.console) }
    let compiled = try PlanCompiler.compile(folder(of: plan))
    let printer = AnswerPrinter(console: context.console)
    for finding in compiled.warnings { printer.report([finding.diagnostic], in: finding.source) }
    let summary = PlanSummary(compiled)
    guard !dryRun else {
      context.console.output.write(summary.text)
      return .done
    }
    let isNew = !FileManager.default.fileExists(atPath: path)
    let ledger = try isNew ? Ledger.create(at: path) : Ledger.open(at: path)
    do {
      let outcomes = try PlanRecorder.record(compiled, into: ledger, isBackfill: backfill)
      try check(outcomes, of: compiled)
      context.console.output.write(summary.text)
      report(outcomes, path: path, context.console)
    } catch {
      // Nothing was recorded; a folder made for this plan would only be in the way.
      if isNew { try FileManager.default.removeItem(atPath: path) }
      throw error
    }
    if let holders = HolderCounts(ledger, of: compiled) {
      context.console.output.write(holders.text)
    }
    return .done
  }

  private func createEmpty(at path: String, _ console: Console) throws -> ExitStatus {
    if backfill || dryRun {
      throw CommandFailure.argument("nothing to record", remedy: "Name a plan with --plan.")
    }
    _ = try Ledger.create(at: path)
    console.say("an empty ledger is at \(path)")
    return .done
  }

  private func folder(of plan: String) throws -> PlanFolder {
    if PlanFolder.bundled.contains(plan), !FileManager.default.fileExists(atPath: plan) {
      return try PlanFolder(bundled: plan)
    }
    return try PlanFolder(file: plan)
  }

  private func check(_ outcomes: [AppendOutcome], of plan: CompiledPlan) throws {
    var problems: [String] = []
    for (item, outcome) in zip(plan.items, outcomes) {
      guard let rejection = outcome.rejection else { continue }
      problems.append("\(item.path): \(rejection)")
    }
    guard !problems.isEmpty else { return }
    throw CommandFailure.argument(
      problems.joined(separator: "\n      "), remedy: "Nothing of the plan was recorded.")
  }

  private func report(_ outcomes: [AppendOutcome], path: String, _ console: Console) {
    let added = outcomes.count { if case .appended = $0 { true } else { false } }
    let known = outcomes.count - added
    let words = ProgressText.grouped(UInt64(added)) + (added == 1 ? " event" : " events")
    let rest = known == 0 ? "" : ", \(ProgressText.grouped(UInt64(known))) were there already"
    console.say("\(words) recorded in \(path)\(rest)")
  }
}
