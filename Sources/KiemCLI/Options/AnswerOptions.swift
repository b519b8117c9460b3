import ArgumentParser
import Diagnostics
import Kiem
import KiemREPL
import Rendering

extension OutputFormat: ExpressibleByArgument {}
extension ErrorFormat: ExpressibleByArgument {}

/// How a question is asked and its answer printed; shared by `query` and `run`.
struct AnswerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Form of the answer; a table, or a tree for a roll-up, if not given."))
  var format: OutputFormat?

  @Option(
    help: ArgumentHelp(
      "Judge at this clock, with all that is known: 2021-08-05T09:00.", valueName: "instant"))
  var now: String?

  @Option(
    help: ArgumentHelp(
      "Judge with what was known then: an instant, or a position as '#18422'.",
      valueName: "point"))
  var asOf: String?

  @Option(help: ArgumentHelp("Campaign to look at, if there are several.", valueName: "id"))
  var campaign: String?

  @Flag(name: .shortAndLong, help: "Leave out the footer.")
  var quiet = false

  @Option(help: "Form of errors.")
  var errorFormat: ErrorFormat = .text

  /// The question, ready to be asked.
  func request(_ source: SourceText, parameters: [String: String] = [:]) -> QueryRequest {
    QueryRequest(
      source: source, parameters: parameters, now: now, asOf: asOf, campaign: campaign)
  }

  func printer(_ console: Console) -> AnswerPrinter {
    AnswerPrinter(
      console: console, format: format, errorFormat: errorFormat, showsFooter: !quiet)
  }
}
