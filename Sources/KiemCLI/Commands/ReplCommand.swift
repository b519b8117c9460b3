import ArgumentParser
import Glibc
import Kiem
import KiemREPL

struct ReplCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "repl",
    abstract: "Ask one question after the other.",
    discussion: """
      Lines in, answers out: a question runs as soon as its text is complete, a line that ends \
      in | goes on. Commands begin with a dot; .help lists them. Ctrl-C clears the line or cancels \
      the question, Ctrl-D leaves. Questions can be piped in as well; the exit status is then that \
      of the first one that failed.

      What was asked is kept in $KIEM_HISTORY, else $XDG_STATE_HOME/kiem/history, else \
      ~/.local/state/kiem/history, readable by its owner only; an empty $KIEM_HISTORY keeps \
      nothing. Lines are edited by the terminal itself; `rlwrap kiem repl` adds recall.

      EXAMPLES
        kiem repl
        kiem --ledger kh121 repl < questions.txt
      """)

  @OptionGroup var location: LedgerLocation

  func perform(in context: CommandContext) throws -> ExitStatus {
    let ledger = try Ledger.open(at: location.path(in: context), access: .readOnly)
    let isInteractive = isatty(STDIN_FILENO) == 1
    let history = ShellHistory(
      path: isInteractive ? ShellHistory.standardPath(environment: context.environment) : nil)
    let report = FailureReport(console: context.console)
    let shell = Shell(
      ledger: ledger, console: context.console, history: history, isInteractive: isInteractive,
      report: report.report)
    return shell.run()
  }
}
