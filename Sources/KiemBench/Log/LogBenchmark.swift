import EventLog
import Foundation
import Import
import Kiem
import LedgerModel

/// All figures of the log at one size, on a ledger that is imported first.
struct LogBenchmark {
  let events: Int
  let parent: String
  /// Where the imported file is kept; none to remove it.
  let keep: String?

  func run() throws -> [Figure] {
    let folder = try BenchFolder(in: parent)
    let file = keep ?? folder.path("events.ndjson")
    note("playing \(events) events")
    let count = try play(to: file)
    let ledger = folder.path("ledger")
    var figures = try ImportMeasure(folder: folder, file: file, count: count).run(into: ledger)
    figures += try OpenMeasure(ledger: ledger, count: count).run()
    figures += try VerifyMeasure(ledger: ledger, count: count).run()
    figures += try SingleAppendMeasure(folder: folder, ledger: ledger, count: count).run()
    figures += try IdentifierMeasure(ledger: ledger, count: count).run()
    figures += try FairnessMeasure(folder: folder, file: file, count: count).run()
    return figures
  }

  /// Writes the lines in a process of its own, so that the memory of playing is not taken for the
  /// import's.
  private func play(to file: String) throws -> Int {
    let process = Process()
    process.executableURL = Bundle.main.executableURL
    process.arguments = ["play", "--events", String(events), file]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let count = text.split(separator: " ").first.flatMap({ Int($0) })
    else {
      throw BenchError(description: "the play ended with status \(process.terminationStatus)")
    }
    return count
  }

  private func note(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }
}
