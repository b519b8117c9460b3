import ArgumentParser
import Foundation

/// Writes what a measurement imports, so that other programs can be given the same lines.
struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play",
    abstract: "Write the played campaign as CloudEvents, one a line.",
    discussion: """
      From one million events on the whole country plays, below that the province. The same number \
      always gives the same bytes.

      EXAMPLE
        kiem-bench play --events 100000 events.ndjson
      """)

  @Option(help: "Events to play.")
  var events = 100_000

  @Argument(help: ArgumentHelp("The file to write.", valueName: "file"))
  var file: String

  func validate() throws {
    guard events >= 1_000 else {
      throw ValidationError("--events \(events): write a number of 1000 or more")
    }
  }

  func run() throws {
    let count = try PlayFile.write(count: events, to: file)
    print("\(count) lines in \(file)")
  }
}
