import Diagnostics
import Kiem
import Rendering
import Text

extension Shell {
  /// Does what a line that begins with a dot says; false to end the session.
  func perform(_ line: String) throws -> Bool {
    guard let words = CommandWords.split(line), let first = words.first else {
      throw CommandFailure.argument("a quote is left open")
    }
    let name = String(first.dropFirst())
    guard let command = ShellCommand(named: name) else {
      let guess = nearestName(to: name, among: ShellCommand.allCases.map(\.rawValue))
      throw CommandFailure.argument(
        "there is no command '\(first)'",
        remedy: guess.map { "did you mean '.\($0)'?" } ?? ".help lists them")
    }
    let arguments = Array(words.dropFirst())
    switch command {
    case .help: help()
    case .exit: return false
    case .format: try setFormat(arguments.first)
    case .sources: console.output.write(SourceListing.all)
    case .describe: try describe(arguments.first)
    case .run: try run(arguments)
    case .explain: try explain(arguments.first)
    case .timer: try setTimer(arguments.first)
    case .now: set(\.now, to: arguments.first, name: "clock")
    case .asof: set(\.asOf, to: arguments.first, name: "as of")
    case .history: showHistory(arguments.first.flatMap { Int($0) } ?? 20)
    }
    try console.output.flush()
    return true
  }

  private func help() {
    let commands = ShellCommand.allCases
    let width = commands.map { cellWidth(of: $0.usage) }.max() ?? 0
    for command in commands {
      console.output.line("\(command.usage.padded(toCells: width))  \(command.summary)")
    }
    console.output.line(
      "\nA question ends with its line when it is complete; a line that ends in | goes on.\n"
        + "An empty line asks as it stands. Ctrl-C clears the line or cancels the question.")
  }

  private func setFormat(_ name: String?) throws {
    let names = OutputFormat.allCases.map(\.rawValue)
    guard let name else {
      return console.say("format \(settings.format?.rawValue ?? "auto")")
    }
    if name == "auto" {
      settings.format = nil
    } else if let format = OutputFormat(rawValue: name) {
      settings.format = format
    } else {
      throw CommandFailure.argument(
        "there is no format '\(name)'", remedy: (["auto"] + names).joined(separator: ", "))
    }
  }

  private func setTimer(_ word: String?) throws {
    switch word {
    case nil: settings.showsTime.toggle()
    case "on": settings.showsTime = true
    case "off": settings.showsTime = false
    default: throw CommandFailure.argument(".timer takes on or off")
    }
    console.say("timer \(settings.showsTime ? "on" : "off")")
  }

  private func set(
    _ setting: WritableKeyPath<ShellSettings, String?>, to value: String?, name: String
  ) {
    if let value { settings[keyPath: setting] = value == "off" ? nil : value }
    console.say("\(name) \(settings[keyPath: setting] ?? "off")")
  }

  private func describe(_ name: String?) throws {
    guard let name else {
      throw CommandFailure.argument(".describe needs a source", remedy: ".sources lists them")
    }
    console.output.write(try SourceListing.description(of: name))
  }

  private func run(_ arguments: [String]) throws {
    guard let file = arguments.first else {
      throw CommandFailure.argument(".run needs a file", remedy: "as .run Queries/name.kiem")
    }
    let source = try TextInput.file(file)
    let parameters = try ParameterWords.read(Array(arguments.dropFirst()))
    ask(QueryRequest(source: source, parameters: parameters))
  }

  private func explain(_ word: String?) throws {
    guard word == nil || word == "analyze" else {
      throw CommandFailure.argument(".explain takes analyze or nothing")
    }
    guard let last else {
      throw CommandFailure.argument("nothing was asked yet", remedy: "ask first, then .explain")
    }
    let explanation = try ledger.explain(last, isRun: word != nil)
    console.output.write(ExplanationText(explanation).text)
  }

  private func showHistory(_ count: Int) {
    for entry in history.entries.suffix(max(0, count)) { console.output.line(entry) }
  }
}
