import ArgumentParser

@main
struct KiemCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "kiem")
  func run() throws {}
}
