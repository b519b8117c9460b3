import ArgumentParser
import Diagnostics
import KiemREPL

struct QueryCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Ask a question in the query language.",
    discussion: """
      The text is one argument, so quote it; '-' reads it from standard input. Rows go to standard \
      output. The footer on standard error says what they are true for: position, clock, zone and \
      boundary.

      EXAMPLES
        kiem query 'units | at level upper | select unit, name'
        kiem query 'obligations | missing "report" | at level upper
          | select unit, cutoff, lateness | sort lateness desc' --now 2021-08-05T09:00
        kiem query 'obligations | rollup n = count() to upper' --as-of '#18422' --format csv
        kiem query - --format ndjson < question.kiem
      """)

  @OptionGroup var location: LedgerLocation
  @OptionGroup var options: AnswerOptions

  @Argument(help: "The query, or '-' for standard input.")
  var text: String

  func perform(in context: CommandContext) throws -> ExitStatus {
    let source =
      text == "-"
      ? try TextInput.standardInput() : SourceText(name: "query", text: text)
    return Question(location: location, options: options).ask(options.request(source), context)
  }
}
