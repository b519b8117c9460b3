import ArgumentParser
import Diagnostics
import Kiem
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
        kiem run Queries/reach/16-coverage.kiem --root "Đắk Lắk" --format tree
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

/// Parameters of a saved query as they stand on the command line.
package enum ParameterWords {
  /// Reads `--name value` and `--name=value`. Whether the file has such a parameter, and whether
  /// its type can read the value, is decided where the file is compiled.
  package static func read(_ words: [String]) throws -> [String: String] {
    var values: [String: String] = [:]
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--"), word.count > 2 else {
        throw CommandFailure.argument(
          "'\(word)' belongs to no parameter", remedy: "Write --name value.")
      }
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard values[name] == nil else {
        throw CommandFailure.argument("--\(name) is given twice")
      }
      if parts.count == 2 {
        values[name] = String(parts[1])
      } else if let value = rest.popFirst() {
        values[name] = value
      } else {
        throw CommandFailure.argument("--\(name) needs a value", remedy: "Write --\(name) VALUE.")
      }
    }
    return values
  }
}
