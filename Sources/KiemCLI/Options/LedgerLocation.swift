import ArgumentParser

/// Where the ledger is. Shared by `kiem` itself and every subcommand, so that the option may
/// stand before or after the subcommand's name.
struct LedgerLocation: ParsableArguments {
  @Option(
    name: .customLong("ledger"),
    help: ArgumentHelp("Folder of the ledger.", valueName: "dir"), completion: .directory)
  var folder: String?

  /// The folder to use: the option, else `KIEM_LEDGER`, else `ledger` here.
  func path(in context: CommandContext) -> String {
    if let folder { return folder }
    let variable = context.environment["KIEM_LEDGER", default: ""]
    return variable.isEmpty ? "ledger" : variable
  }
}
