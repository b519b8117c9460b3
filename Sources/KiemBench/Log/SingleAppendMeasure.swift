import EventLog
import Kiem
import LedgerModel

/// One durable append at a time, in turns with a bare put and commit of the same bytes.
struct SingleAppendMeasure {
  let folder: BenchFolder
  let ledger: String
  let count: Int

  private static let roundCount = 5
  private static let appendsPerRound = 100

  func run() throws -> [Figure] {
    let log = try EventLog.open(at: ledger)
    let small = try SmallEvent(in: log)
    var bare = try folder.bareStore("bare-single")
    var (ours, theirs): ([Double], [Double]) = ([], [])
    _ = try append(small, "warm-up", log)
    for round in 0..<Self.roundCount {
      var (mine, other) = (0.0, 0.0)
      for index in 0..<Self.appendsPerRound {
        var watch = Stopwatch()
        let position = try append(small, "single-\(count)-\(round)-\(index)", log)
        mine += watch.seconds
        let record = try bytes(at: position, log)
        watch = Stopwatch()
        try bare.append([record])
        other += watch.seconds
      }
      ours.append(Double(Self.appendsPerRound) / mine)
      theirs.append(Double(Self.appendsPerRound) / other)
    }
    log.close()
    return [
      .rate(
        "one durable append", events: count, .init(ours.median, "events/s"),
        against: "bare put + commit", .init(theirs.median, "events/s"), least: 0.9)
    ]
  }

  private func bytes(at position: Position, _ log: EventLog) throws -> [UInt8] {
    try log.read { snapshot in
      guard let record = try snapshot.record(at: position) else { return [] }
      return record.indices.map { record[$0] }
    }
  }

  private func append(_ small: SmallEvent, _ id: String, _ log: EventLog) throws -> Position {
    let now = RecordingClock.wallClock()
    let outcome = try log.append([small.event(id: id, time: now)], recording: .wall)[0]
    guard let position = outcome.position else {
      throw BenchError(description: "an event was refused: \(outcome)")
    }
    return position
  }
}
