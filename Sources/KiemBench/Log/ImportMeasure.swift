import EventLog
import Foundation
import Import
import Kiem
import LedgerModel

/// Bulk import of NDJSON as `kiem import` does it, and its stages one by one.
struct ImportMeasure {
  let folder: BenchFolder
  let file: String
  let count: Int

  func run(into path: String) throws -> [Figure] {
    let ledger = try Ledger.create(at: path)
    let peak = PeakMemory()
    let watch = Stopwatch()
    let report = try ImportMeasure.importFile(file, into: ledger.log) { peak.sample() }
    let (seconds, processor) = (watch.seconds, watch.processorSeconds)
    guard report.rejected == 0 else {
      throw BenchError(description: "\(report.rejected) events of the play were refused")
    }
    let stored = Int(try ledger.log.head().size)
    let bare = try bareSeconds(ledger.log)
    let rate = Double(stored) / seconds
    return [
      .rate(
        "import NDJSON", events: count, .init(rate, "events/s"), against: "bare put",
        .init(Double(stored) / bare, "events/s"), least: nil),
      .plain(
        "import, processor time", events: count,
        .init(processor / Double(stored) * 1e9, "ns/event")),
      .atMost(
        "import, memory beyond the map", events: count, .init(peak.mebibytes, "MiB"),
        .init(512, "MiB")),
    ] + (try stages())
  }

  /// Imports a file into a log; `sample` is called after each batch.
  static func importFile(
    _ path: String, into log: EventLog, sample: @escaping @Sendable () -> Void = {}
  ) throws -> ImportReport {
    let input = try ImportFile(events: .ndjson) { () throws(ImportError) in
      try FileSource(path: path)
    }
    var options = ImportOptions()
    options.onProgress = { _ in sample() }
    let lock = try log.lockForBulk()
    defer { _ = consume lock }
    return try Importer(input, into: LogSink(log), options: options).run()
  }

  /// How long a bare environment takes for the bytes that the log now holds, in batches of the
  /// same size. Reading them is not counted.
  private func bareSeconds(_ log: EventLog) throws -> Double {
    var bare = try folder.bareStore("bare")
    var seconds = 0.0
    var next = Position(1)
    let size = try log.head().lastPosition
    while next <= size {
      var records: [[UInt8]] = []
      try log.read { snapshot in
        let last = Position(min(size.number, next.number + 16_383))
        try snapshot.scan(from: next, through: last) { _, record in
          records.append(record.indices.map { record[$0] })
          return true
        }
      }
      let watch = Stopwatch()
      try bare.append(records)
      seconds += watch.seconds
      next = Position(next.number + UInt64(records.count))
    }
    return seconds
  }

  /// Nanoseconds per event of what happens before the write transaction, on one thread.
  private func stages() throws -> [Figure] {
    let lines = try firstLines(50_000)
    var watch = Stopwatch()
    let readings = lines.map { EventJSON.read($0) }
    let parsing = watch.seconds
    let events = readings.compactMap(\.event)
    watch = Stopwatch()
    let validator = EventValidator()
    let problems = events.map { validator.validate($0).problems.count }.reduce(0, +)
    let validating = watch.seconds
    guard problems == 0 else { throw BenchError(description: "\(problems) problems in the play") }
    let per = 1e9 / Double(max(1, events.count))
    return [
      .plain("  stage: parse JSON", events: count, .init(parsing * per, "ns/event")),
      .plain("  stage: validate", events: count, .init(validating * per, "ns/event")),
    ]
  }

  private func firstLines(_ limit: Int) throws -> [String] {
    let handle = try FileHandle(forReadingFrom: URL(filePath: file))
    let text = String(decoding: try handle.read(upToCount: limit * 600) ?? Data(), as: UTF8.self)
    return Array(text.split(separator: "\n").dropLast().prefix(limit).map(String.init))
  }
}
