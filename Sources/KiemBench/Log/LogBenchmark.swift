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
    let count = try PlayFile.write(count: events, to: file)
    let ledger = folder.path("ledger")
    var figures = try ImportMeasure(folder: folder, file: file, count: count).run(into: ledger)
    figures += try OpenMeasure(ledger: ledger, count: count).run()
    figures += try VerifyMeasure(ledger: ledger, count: count).run()
    figures += try SingleAppendMeasure(folder: folder, ledger: ledger, count: count).run()
    figures += try IdentifierMeasure(ledger: ledger, count: count).run()
    figures += try FairnessMeasure(folder: folder, file: file, count: count).run()
    return figures
  }

  private func note(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }
}
