import ArgumentParser
import Demo
import Dispatch
import EventLog
import Foundation
import Kiem
import KiemREPL
import QueryEngine

struct DemoCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Play a real campaign into a new ledger and answer a few questions of it.",
    discussion: """
      July and August 2021 in the province of Đắk Lắk, or in the whole country, by the calendar of \
      those days. The same size, number of events and seed give the same ledger to the last byte. \
      The ledger is marked as simulated and carries its own clock.

      EXAMPLES
        kiem demo
        kiem --ledger small demo --events 50000
        kiem --ledger land demo --size nation --events 10000000 --seed 7
      """)

  @OptionGroup var location: LedgerLocation

  @Option(help: "province: 1,752 unions; nation: about 126,000.")
  var size: DemoOptions.Size = .province

  @Option(help: "How many events to play, 1 to 100,000,000; by default 400,000 or 10,000,000.")
  var events: Int?

  @Option(help: "Seed of every choice of the play.")
  var seed: UInt64 = 2021

  mutating func validate() throws {
    if let events, !(1...DemoOptions.eventCountMax).contains(events) {
      throw ValidationError("--events takes a number from 1 to 100000000.")
    }
  }

  func perform(in context: CommandContext) throws -> ExitStatus {
    let path = location.path(in: context)
    let options = DemoOptions(size: size, eventCount: events, seed: seed)
    let token = CancellationToken()
    let progress = ProgressLine(
      ProgressText(label: "playing", unit: "events"), on: context.console.messages)
    do {
      let record = try Interruption.shared.whileHandling(token.cancel) {
        defer { progress.clear() }
        return try DemoPlayer.play(
          options, at: path,
          progress: { count in
            progress.update(
              ProgressText.Measure(count: UInt64(count), of: UInt64(options.eventCount)))
          }, isCancelled: { token.isCancelled })
      }
      context.console.say(
        "\(ProgressText.grouped(UInt64(record.counts.values.reduce(0, +)))) events of "
          + "\(record.counts.count) types are in \(path); \(record.repeated) were sent twice and "
          + "kept once")
    } catch is CancellationError {
      context.console.say("cancelled; remove \(path) before you play again")
      return .cancelled
    }
    guard options.eventCount <= DemoCommand.askedEventCountMax else {
      context.console.say(
        "so large a play is not asked at once; `kiem rebuild` stores its rows, `kiem query` asks it"
      )
      return .done
    }
    return try answerWhileStoring(at: path, context)
  }

  /// Larger plays end with the play, whose memory is bounded; folding the rows of so many people
  /// takes gigabytes (3.4 for two million events of the country).
  private static let askedEventCountMax = 1_000_000

  /// Stores the rows on another core while the questions are answered from the log.
  private func answerWhileStoring(
    at path: String, _ context: CommandContext
  ) throws -> ExitStatus {
    let storing = DispatchGroup()
    DispatchQueue.global().async(group: storing) {
      RowUpkeep(path: path, context: context, showsProgress: false).run()
    }
    defer {
      if storing.wait(timeout: .now()) == .timedOut {
        context.console.say("storing rows, so that the next question need not read the whole log")
        storing.wait()
      }
    }
    return try answer(at: path, context)
  }

  /// Questions that show what the program is for, each with the command that asks it.
  private static let questions: [(title: String, text: String, now: String?)] = [
    (
      "Who had not reported on the morning of 5 August, with all we know today?",
      "obligations | missing \"O11\" | select unit, status, cutoff, lateness "
        + "| sort lateness desc, unit", "2021-08-05T09:00"
    ),
    (
      "Reporting and on-time rate of the upper unions at the end of August",
      "obligations | where duty == \"O11\" | summarize expected = count(), "
        + "reporting = rate(status in {.on_time, .late}), on_time = rate(status == .on_time)", nil
    ),
    (
      "How many people sat the exam, and how often",
      "attempts | summarize persons = distinct(person), attempts = count() by role total", nil
    ),
  ]

  private func answer(at path: String, _ context: CommandContext) throws -> ExitStatus {
    let ledger = try Ledger.open(at: path, access: .readOnly)
    let printer = AnswerPrinter(console: context.console)
    for question in DemoCommand.questions {
      let now = question.now.map { " --now \($0)" } ?? ""
      context.console.output.write("\n\(question.title)\n")
      context.console.output.write("$ kiem query '\(question.text)'\(now)\n\n")
      do {
        let answer = try ledger.query(QueryRequest(question.text, now: question.now))
        guard printer.print(answer) else { return .failed }
      } catch QueryFailure.text where events != nil {
        // The texts are ours: only a play that ends before the duties makes one wrong.
        context.console.say(
          "so short a play ends before the plan's duties are recorded; leave out --events to ask")
        return .done
      }
    }
    return .done
  }
}

extension DemoOptions.Size: ExpressibleByArgument {}
