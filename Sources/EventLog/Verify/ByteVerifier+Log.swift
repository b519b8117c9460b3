import Dispatch
import Evidence
import LedgerModel
import Synchronization

extension ByteVerifier {
  /// Events that one thread hashes while it holds a reader: a multiple of a tile's width.
  private static let rangeCount: UInt64 = 16_384
  /// Ranges that are hashed between two questions whether to go on.
  private static let roundCount: UInt64 = 4

  /// Hashes the whole log, several ranges at a time, and takes them in in log order.
  ///
  /// Memory: a hash for each 256 events of a round.
  mutating func take(
    _ store: LogStore, through size: UInt64, _ progress: ProgressHandler
  ) throws {
    var next: UInt64 = 1
    while next <= size {
      guard progress(next - 1, size) else { throw LedgerError.cancelled }
      for range in try Self.round(store, from: next, through: size) {
        let end = min(size, next + Self.rangeCount - 1)
        try take(range, from: next) { level, index in
          try store.read { try $0.tile(level: level, index: index) }
        }
        if let gap = range.gap { return add(VerificationProblem(.gap, next...end, gap)) }
        next = end + 1
      }
    }
  }

  private static func round(
    _ store: LogStore, from first: UInt64, through last: UInt64
  ) throws -> [HashedRange] {
    let count = Int(min(roundCount, (last - first) / rangeCount + 1))
    let hashed = Mutex<[Result<HashedRange, any Error>?]>(Array(repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { place in
      let start = first + UInt64(place) * rangeCount
      let range = Result {
        try HashedRange(store, from: start, through: min(last, start + rangeCount - 1))
      }
      hashed.withLock { $0[place] = range }
    }
    return try hashed.withLock { $0 }.compactMap { try $0?.get() }
  }

  /// Reads whole what does not give its hash, so that a record which cannot be read is named.
  ///
  /// Ranges wider than a tile of level 1 are left out: what is wrong in them is located by tiles.
  mutating func readDamaged(_ store: LogStore) throws {
    let width = UInt64(MerkleTile.width * MerkleTile.width)
    let known = Set(report.problems.filter { $0.kind == .record }.compactMap(\.positions))
    for case let range? in report.problems.filter({ $0.kind == .bytes }).map(\.positions)
    where range.upperBound - range.lowerBound < width {
      try readDamaged(range, store, known)
    }
  }

  private mutating func readDamaged(
    _ range: ClosedRange<UInt64>, _ store: LogStore, _ known: Set<ClosedRange<UInt64>>
  ) throws {
    do {
      try store.read { snapshot in
        try snapshot.scan(from: Position(range.lowerBound), through: Position(range.upperBound)) {
          position, record in
          guard !known.contains(position.number...position.number) else { return true }
          do throws(CodecError) {
            _ = try EventCodec.read(record)
          } catch {
            add(.unreadable(position, error))
          }
          return true
        }
      }
    } catch LedgerError.damaged {
      // A gap, which is listed already.
    }
  }
}
