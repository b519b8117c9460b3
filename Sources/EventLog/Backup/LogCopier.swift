import Evidence
import LMDB
import LedgerModel

/// A log that receives the stored events of another, in batches that are each one commit: a whole
/// log after every one of them, so what was cut off goes on where it is.
struct LogReplica {
  let store: LogStore
  /// The log that the events come from; it has at least as many as the replica will get.
  let origin: LogHead
  /// Hashed from what was stored.
  private(set) var head: LogHead
  private var tiles = TileWriter()

  /// Goes on with a log of the same ledger, or begins one.
  init(_ store: LogStore, of origin: LogHead) throws {
    self.store = store
    self.origin = origin
    let key = LogStore.headKey
    let hasHead = try store.environment.read { transaction in
      try transaction.value(in: store.head, for: key.span) != nil
    }
    if !hasHead {
      try store.environment.write { try store.put(origin.beforeFirst, in: &$0) }
    }
    head = try store.readHead()
  }

  /// Stores the records behind the last one, durably.
  mutating func append(_ records: [[UInt8]]) throws {
    guard let last = records.last else { return }
    var frontier = head.frontier
    let full = tiles.append(records.map { MerkleHash(leaf: $0.span) }, to: &frontier)
    let next = origin.cut(at: frontier, lastRecorded: try EventCodec.peek(last.span).recorded)
    do {
      try store.environment.write { transaction in
        for (offset, record) in records.enumerated() {
          let position = head.size + 1 + UInt64(offset)
          try transaction.append(record.span, at: position, in: store.events)
        }
        for tile in full {
          let beginning = tile.missingCount > 0 ? try store.missingEntries(of: tile) : []
          let whole = tile.completed(with: beginning)
          try transaction.put(whole.encoded.span, for: whole.key.span, in: store.tiles)
        }
        try store.put(next, in: &transaction)
      }
    } catch {
      tiles.forget()
      throw error
    }
    head = next
  }

  /// Takes over what the origin's head says beyond its events: how far an import is.
  mutating func finish() throws {
    let last = origin.cut(at: head.frontier, lastRecorded: head.lastRecorded)
    guard last != head else { return }
    try store.environment.write { try store.put(last, in: &$0) }
    head = last
  }
}

/// Copies the events of one log into a replica by position. A reader of the source is held for one
/// batch, so a source in use does not grow.
struct LogCopier {
  let source: LogStore
  var replica: LogReplica
  /// Events of a batch; fewer if they take more than `batchByteCountMax` bytes.
  var batchCount = LogCopier.batchCount

  static let batchCount = 16_384
  static let batchByteCountMax = 16 * 1_024 * 1_024

  /// Copies up to position `end`.
  ///
  /// - Parameter progress: called with events of the replica and in total; false cancels.
  /// - Returns: the head of the replica.
  mutating func run(through end: UInt64, progress: ProgressHandler) throws -> LogHead {
    while replica.head.size < end {
      guard progress(replica.head.size, end) else { throw LedgerError.cancelled }
      try replica.append(try batch(after: replica.head.size, through: end))
    }
    try replica.finish()
    _ = progress(end, end)
    return replica.head
  }

  private func batch(after size: UInt64, through end: UInt64) throws -> [[UInt8]] {
    let last = min(end, size + UInt64(batchCount))
    var records: [[UInt8]] = []
    var byteCount = 0
    try source.read { snapshot in
      try snapshot.scan(from: Position(size + 1), through: Position(last)) { _, record in
        records.append(record.copied)
        byteCount += record.count
        return byteCount < Self.batchByteCountMax
      }
    }
    guard !records.isEmpty else {
      throw LedgerError.damaged(path: source.path, reason: "#\(size + 1) is missing")
    }
    return records
  }
}

extension LogHead {
  /// The head that the same ledger had when its log ended at `frontier`, as far as that is known:
  /// how far an import was then is not.
  func cut(at frontier: MerkleFrontier, lastRecorded: Instant) -> LogHead {
    var head = self
    head.frontier = frontier
    head.lastRecorded = lastRecorded
    guard frontier.size != size else { return head }
    head.progress = nil
    if let first = firstLive, first.number > frontier.size { head.firstLive = nil }
    if frontier.size == 0, case .backfilled = mark { head.mark = .live }
    return head
  }

  /// The head of the same ledger before its first event.
  var beforeFirst: LogHead { cut(at: MerkleFrontier(), lastRecorded: Instant(microseconds: 0)) }
}

extension Span where Element == UInt8 {
  /// A copy that outlives the view.
  var copied: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for index in indices { bytes.append(self[index]) }
    return bytes
  }
}
