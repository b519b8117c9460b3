import ArgumentParser
import Diagnostics
import EventLog
import Kiem
import KiemREPL
import QueryAnalysis
import QueryEngine
import QuerySyntax

struct ExplainCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say how a question is answered, or what a code of an error means.",
    discussion: """
      Stages are listed in the order in which rows pass them. With --analyze the question is \
      answered, its rows are left out, and what each stage cost is counted: rows and batches that it \
      handed on, blocks that it read and those that it skipped because their least and greatest \
      numbers left no row, the most rows that it held at one time with their bytes, and milliseconds \
      of its own.

      EXAMPLES
        kiem explain 'obligations | missing "O11" | sort lateness desc'
        kiem explain --analyze 'views | summarize n = distinct(person) by channel'
        kiem explain K104
      """)

  @OptionGroup var location: LedgerLocation
  @OptionGroup var options: ExplainOptions

  @Argument(help: "The query, '-' for standard input, or a code as K104.")
  var text: String

  func perform(in context: CommandContext) throws -> ExitStatus {
    if let page = CodePage(text) {
      context.console.output.write(page.text)
      return .done
    }
    let source =
      text == "-" ? try TextInput.standardInput() : SourceText(name: "query", text: text)
    let request = QueryRequest(
      source: source, now: options.now, asOf: options.asOf, campaign: options.campaign)
    let token = CancellationToken()
    let explanation = try Interruption.shared.whileHandling(token.cancel) {
      try Ledger.open(at: location.path(in: context), access: .readOnly)
        .explain(request, isRun: options.analyze, cancellation: token)
    }
    AnswerPrinter(console: context.console).report(explanation.warnings, in: source)
    let words = ExplanationText(explanation)
    context.console.output.write(options.format == .json ? words.json : words.text)
    if let answer = explanation.answer { context.console.say(answer.footer.text) }
    return .done
  }
}

struct ExplainOptions: ParsableArguments {
  @Flag(help: "Run the question and count what each stage costs.")
  var analyze = false

  @Option(help: ArgumentHelp("As for `kiem query`.", valueName: "instant"))
  var now: String?

  @Option(help: ArgumentHelp("As for `kiem query`.", valueName: "point"))
  var asOf: String?

  @Option(help: ArgumentHelp("Campaign to look at, if there are several.", valueName: "id"))
  var campaign: String?

  @Option(help: "Form of the stages.")
  var format: ReportFormat = .text
}

/// What a stable code of an error or lint means.
struct CodePage {
  let text: String

  /// None for a text that is no code; a code that nothing uses says so.
  init?(_ word: String) {
    guard word.wholeMatch(of: /[Kk][0-9]{3}/) != nil else { return nil }
    let code = word.uppercased()
    let summary =
      SyntaxCode(rawValue: code)?.summary ?? AnalysisCode(rawValue: code)?.summary
      ?? CodePage.runTime[code]
    text = "\(code): \(summary ?? "No error has this code.")\n"
  }

  private static let runTime = [
    "K030": "An option of the command line cannot be read.",
    "K601": "A result is too large to be exact.",
    "K602": "The right side of a look-up, or one reading of a diff, has two rows for one key.",
    "K603": "A stage would hold more rows in memory than the limit.",
    "K604": "A time lies outside the years 1 to 9999.",
    "K605": "A pattern cannot be matched.",
    "K606": "A stored value is not of the type declared for it.",
  ]
}
