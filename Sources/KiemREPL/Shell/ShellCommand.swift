/// The words that begin with a dot: what the shell does besides answering questions.
package enum ShellCommand: String, CaseIterable, Sendable {
  case help, exit, format, sources, describe, run, explain, timer, now, asof, history

  /// The command of that name, without the dot; `quit`, as other shells have it, is `exit`.
  init?(named name: String) {
    self.init(rawValue: name == "quit" ? "exit" : name)
  }

  /// How it is typed.
  package var usage: String {
    switch self {
    case .help: ".help"
    case .exit: ".exit"
    case .format: ".format [NAME]"
    case .sources: ".sources"
    case .describe: ".describe SOURCE"
    case .run: ".run FILE [--parameter value …]"
    case .explain: ".explain [analyze]"
    case .timer: ".timer [on|off]"
    case .now: ".now [INSTANT|off]"
    case .asof: ".asof [POINT|off]"
    case .history: ".history [COUNT]"
    }
  }

  /// What it does, one line.
  package var summary: String {
    switch self {
    case .help: "list these commands"
    case .exit: "leave, as .quit and Ctrl-D do"
    case .format: "show or set the form of answers; auto chooses by the answer"
    case .sources: "list the sources that a query can begin with"
    case .describe: "list the columns of a source"
    case .run: "run a saved query"
    case .explain: "say how the last question is answered; analyze counts what each stage costs"
    case .timer: "show how long each answer took"
    case .now: "judge at that clock, with all that is known"
    case .asof: "judge with what was known then: an instant, or a position as #18422"
    case .history: "list what was asked before"
    }
  }
}
