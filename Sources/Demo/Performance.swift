import LedgerModel

/// Hands what is recorded to the sink in batches and counts it; nothing goes out past the limit.
final class Performance<Sink: SimulationSink> {
  private let stage: Stage
  private let limit: UInt64
  private let sink: Sink
  private let progress: (Int) -> Void
  private let isCancelled: () -> Bool
  private var batch: [SimulatedEvent] = []

  private let batchCount = 8_192

  init(
    _ stage: Stage, limit: Int, sink: Sink, progress: @escaping (Int) -> Void,
    isCancelled: @escaping () -> Bool
  ) {
    self.stage = stage
    self.limit = UInt64(max(0, limit))
    self.sink = sink
    self.progress = progress
    self.isCancelled = isCancelled
    stage.root = { [weak self] in
      guard let self else { return "" }
      try self.flush()
      return try self.sink.root()
    }
  }

  /// True when as many events are recorded as were asked for.
  var isOver: Bool { stage.position >= limit }

  func record(_ drafts: [ScheduledDraft]) throws {
    for draft in drafts where !isOver {
      let event: Event
      switch draft.content {
      case .event(let known): event = known
      case .late(let make): event = try make(stage)
      }
      if draft.isRepeated {
        stage.record.repeated += 1
        try send(SimulatedEvent(event: event, recorded: draft.recorded, isRepeated: true))
      } else {
        try record(event, at: draft.recorded)
        draft.noting?(&stage.record, stage.position)
      }
    }
  }

  func record(_ event: Event, at recorded: Instant) throws {
    guard !isOver else { return }
    stage.position += 1
    stage.record.count(event)
    try send(SimulatedEvent(event: event, recorded: recorded, isRepeated: false))
  }

  func finish() throws {
    try flush()
    progress(Int(stage.position))
  }

  private func send(_ event: SimulatedEvent) throws {
    batch.append(event)
    if batch.count >= batchCount { try flush() }
  }

  private func flush() throws {
    if isCancelled() { throw CancellationError() }
    guard !batch.isEmpty else { return }
    try sink.append(batch)
    batch.removeAll(keepingCapacity: true)
    progress(Int(stage.position))
  }
}
