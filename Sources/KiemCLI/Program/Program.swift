import ArgumentParser
import Foundation
import KiemREPL

/// The process: arguments in, exit status out.
@main
enum Program {
  static func main() {
    Interruption.shared.install()
    let context = CommandContext.standard()
    let status = run(Array(CommandLine.arguments.dropFirst()), in: context)
    exit(finish(context.console, status).rawValue)
  }

  /// Runs one command line and says how it ended; every failure has been reported by then.
  static func run(_ arguments: [String], in context: CommandContext) -> ExitStatus {
    let report = FailureReport(console: context.console)
    var command: any ParsableCommand
    do {
      if let file = SavedQueryHelp.file(in: arguments) {
        context.console.output.write(SavedQueryHelp.text(of: try TextInput.file(file)))
        return .done
      }
      command = try KiemCommand.parseAsRoot(arguments)
    } catch let failure as CommandFailure {
      return report.report(failure)
    } catch {
      if let failure = UnknownCommand.failure(in: arguments) { return report.report(failure) }
      return report.reportArguments(error)
    }
    guard let subcommand = command as? any Subcommand else {
      // Help is a command of the parser's own, which answers by throwing.
      do { try command.run() } catch { return report.reportArguments(error) }
      return .done
    }
    do { return try subcommand.perform(in: context) } catch { return report.report(error) }
  }

  /// Hands on the last of the output. A reader that has gone is nobody's fault; a full disk is.
  private static func finish(_ console: Console, _ status: ExitStatus) -> ExitStatus {
    do {
      try console.output.flush()
    } catch {
      guard case .failed(let reason) = error else { return status }
      console.say("kiem: the answer could not be written: \(reason)")
      return .runtimeFailure
    }
    return status
  }
}
