import ArgumentParser
import Diagnostics
import KiemREPL

/// A word where a command is wanted that is none: the argument parser only counts what is left over.
enum UnknownCommand {
  /// None when the words begin with a command, or with none at all.
  static func failure(in arguments: [String]) -> CommandFailure? {
    var words = arguments[...]
    if words.first == "--ledger" { words.removeFirst(min(2, words.count)) }
    if words.first?.hasPrefix("--ledger=") == true { words.removeFirst() }
    guard let word = words.first, !word.hasPrefix("-") else { return nil }
    let known = KiemCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    guard !known.contains(word), word != "help" else { return nil }
    let near = nearestName(to: word, among: known)
    return CommandFailure.argument(
      "there is no command '\(word)'",
      remedy: near.map { "Did you mean `kiem \($0)`?" }
        ?? "Commands: \(known.joined(separator: ", ")).")
  }
}
