import ArgumentParser
import Diagnostics
import Kiem
import KiemREPL
import QueryAnalysis

struct RunCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a saved query.",
    discussion: """
      Options that are none of those below are the file's own parameters: `kiem run FILE --help` \
      lists them with their types and defaults. Values are read by the parameter's type and never \
      become part of the query's text.

      EXAMPLES
        kiem run Queries/compliance/01-not-reported.kiem --when 2021-08-05T00:00
        kiem run Queries/reach/16-coverage.kiem --root "LĐLĐ tỉnh Đắk Lắk" --format tree
        kiem run Queries/reach/16-coverage.kiem --help
      """)

  @OptionGroup var location: LedgerLocation
  @OptionGroup var options: AnswerOptions

  @Argument(help: "A saved query.", completion: .file(extensions: ["kiem"]))
  var file: String

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp(
      "Parameters of the file, as --name value or --name=value.",
      valueName: "parameters"))
  var words: [String] = []

  func perform(in context: CommandContext) throws -> ExitStatus {
    let source = try TextInput.file(file)
    var parameters = try ParameterWords.read(words)
    let declared = Ledger.parameters(of: source)
    if let campaign = options.campaign, declared.contains(where: { $0.name == "campaign" }) {
      parameters["campaign"] = campaign
    }
    return Question(location: location, options: options)
      .ask(options.request(source, parameters: parameters), context)
  }
}
