import ArgumentParser

/// `kiem-bench`: measures the program against baselines in the same run. Seconds are reported and
/// never judged by a test; ratios are what carries from one machine to another.
@main
struct KiemBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kiem-bench",
    abstract: "Measure Kiem against baselines in the same run.",
    discussion: """
      Build it with optimisation: `swift run -c release kiem-bench log --events 100000`.
      `queries` times questions of your own on a ledger of your own.
      """,
    subcommands: [
      LogCommand.self, RebuildCommand.self, QueriesCommand.self, LifetimesCommand.self,
      ObligationsCommand.self,
      PlayCommand.self, ImportChild.self,
    ])
}
