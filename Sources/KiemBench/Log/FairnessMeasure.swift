import ArgumentParser
import EventLog
import Foundation
import LedgerModel

/// Single appends of this process while another one imports into the same ledger.
struct FairnessMeasure {
  let folder: BenchFolder
  let file: String
  let count: Int

  /// Lines that are imported first, so that there is something to append to.
  private var beginningCount: Int { max(1_000, min(50_000, count / 5)) }

  func run() throws -> [Figure] {
    let ledger = folder.path("fair")
    let log = try EventLog.create(at: ledger)
    _ = try ImportMeasure.importFile(try beginning(), into: log)
    let small = try SmallEvent(in: log)
    let other = Process()
    other.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    other.arguments = ["import-child", "--ledger", ledger, file]
    try other.run()
    let waits = try append(small, to: log, while: other)
    guard other.terminationStatus == 0 else {
      throw BenchError(description: "the importing process failed")
    }
    log.close()
    return figures(waits)
  }

  /// The first lines of the file, in a file of their own.
  private func beginning() throws -> String {
    let handle = try FileHandle(forReadingFrom: URL(filePath: file))
    let text = String(
      decoding: try handle.read(upToCount: beginningCount * 700) ?? Data(), as: UTF8.self)
    let lines = text.split(separator: "\n").dropLast().prefix(beginningCount)
    let path = folder.path("beginning.ndjson")
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// Milliseconds that each append waited.
  private func append(
    _ small: SmallEvent, to log: EventLog, while other: Process
  ) throws -> [Double] {
    var waits: [Double] = []
    while other.isRunning {
      let now = RecordingClock.wallClock()
      let watch = Stopwatch()
      let outcome = try log.append(
        [small.event(id: "fair-\(count)-\(waits.count)", time: now)], recording: .wall)[0]
      waits.append(watch.seconds * 1_000)
      guard outcome.rejection == nil else {
        throw BenchError(description: "an event was refused: \(outcome)")
      }
    }
    return waits
  }

  private func figures(_ waits: [Double]) -> [Figure] {
    [
      .plain(
        "single append during an import, median", events: count,
        .init(waits.median, "ms", digits: 2)),
      .atMost(
        "single append during an import, p99", events: count,
        .init(waits.quantile(0.99), "ms", digits: 1), .init(250, "ms")),
      .plain(
        "single appends during an import", events: count, .init(Double(waits.count), "appends")),
    ]
  }
}

/// The other process of the measurement.
struct ImportChild: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import-child", abstract: "Import as the other process of a measurement.",
    shouldDisplay: false)

  @Option var ledger: String
  @Argument var file: String

  func run() throws {
    let log = try EventLog.open(at: ledger)
    _ = try ImportMeasure.importFile(file, into: log)
    log.close()
  }
}
