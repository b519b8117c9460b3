import Foundation
import TestSupport
import Testing

/// Ctrl-C during long work: an end in order, nothing broken, and the same command succeeds later.
@Suite("Ctrl-C ends long commands in order", .serialized)
struct InterruptTests {
  /// A command line, with `N` in place of a number that is new for every try.
  struct Work: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    /// What the command reads besides the ledger in `ledger`.
    var ledger = "ledger"
    var testDescription: String { arguments.joined(separator: " ") }

    func arguments(_ number: Int) -> [String] {
      ["--ledger", ledger.replacing("N", with: "\(number)")]
        + arguments.map { $0.replacing("N", with: "\(number)") }
    }
  }

  /// `verify` at level 4: below it so few events are done with between two looks at the signal.
  static let works = [
    Work(arguments: ["verify", "--level", "4"]),
    Work(arguments: ["rebuild"]),
    Work(arguments: ["backup", "copyN"]),
    Work(arguments: ["dump", "dumpN.ndjson"]),
    Work(arguments: ["load", "held.ndjson"], ledger: "loadedN"),
    Work(arguments: ["restore", "held", "restoredN"]),
    Work(arguments: ["compact"]),
  ]

  private static let count = 40_000

  private static let folder = Swift.Result {
    let folder = try TemporaryFolder("kiem-interrupt")
    let units = (0..<count).map { number in
      """
      {"specversion":"1.0","id":"u\(number)","source":"register","type":"orgunit.registered",\
      "time":"2021-07-01T08:00:00+07:00","actor":"system:register",\
      "data":{"unit":"u\(number)","kind":"cdcs","level":"grassroots","name":"CĐCS số \(number)"}}

      """
    }
    try units.joined().write(toFile: folder.path("u.ndjson"), atomically: true, encoding: .utf8)
    for arguments in [
      ["new"], ["import", "u.ndjson"], ["dump", "held.ndjson"], ["backup", "held"], ["status"],
    ] {
      let result = try Program.run(arguments, in: folder)
      #expect(result.status == 0, "\(result.messages)")
      #expect(!result.output.contains("unfinished import"), "it came to its end")
    }
    return folder
  }

  @Test("status 130, a sound ledger, and the next run succeeds", arguments: works)
  func interrupted(work: Work) throws {
    let folder = try Self.folder.get()
    let watch = ContinuousClock.now
    let whole = try Program.run(work.arguments(0), in: folder)
    #expect(whole.status == 0, "\(whole.messages)")
    let length = Double((ContinuousClock.now - watch) / .milliseconds(1)) / 1_000
    var interruptedCount = 0
    var last = 0
    // Moments all over the work: a run may be shorter than the one before, and end by itself.
    for number in 1...20 where interruptedCount < 2 {
      last = number
      let share = 0.15 + 0.7 * Double(number * 7 % 20) / 20
      let status = try interrupt(work.arguments(number), after: length * share, in: folder)
      #expect([0, 130].contains(status), "\(work.arguments(number)): \(status)")
      if status == 130 { interruptedCount += 1 }
    }
    #expect(interruptedCount > 0)
    let again = try Program.run(work.arguments(last + 1), in: folder)
    #expect(again.status == 0, "\(again.messages)")
    let sound = try Program.run(["verify"], in: folder)
    #expect(sound.status == 0, "\(sound.messages)")
    print("\(work.testDescription): interrupted \(interruptedCount) times")
  }

  /// The exit status; 130 as well where the signal came before the program had taken it over.
  private func interrupt(
    _ arguments: [String], after seconds: Double, in folder: TemporaryFolder
  ) throws -> Int32 {
    let process = Process()
    let program: URL = try #require(Program.url)
    process.executableURL = program
    process.arguments = arguments
    process.environment = [:]
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: seconds)
    process.interrupt()
    process.waitUntilExit()
    return process.terminationReason == .exit
      ? process.terminationStatus : 128 + process.terminationStatus
  }
}
