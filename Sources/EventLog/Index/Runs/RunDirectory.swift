/// The runs of both tables, oldest first: where each begins and ends in the log, and its segments.
struct RunDirectory: Hashable, Sendable {
  var identifiers: [Run] = []
  var entities: [Run] = []

  /// The last position whose identifier lies in a run.
  var identifiersEnd: UInt64 { identifiers.last?.last ?? 0 }
  /// The last position whose entities lie in a run.
  var entitiesEnd: UInt64 { entities.last?.last ?? 0 }
}

/// What became known over a contiguous range of the log, in segments that are never rewritten.
struct Run: Hashable, Sendable {
  let first: UInt64
  let last: UInt64
  /// 0 as sealed; one more for each merge.
  let level: UInt64
  var segments: [Segment] = []

  /// The keys that a segment covers, both ends inside.
  struct Segment: Hashable, Sendable {
    let smallest: UInt64
    let largest: UInt64
  }

  /// Events in a run of level 0, and the longest tail that is kept unsealed.
  static let eventCount = 65_536
  /// Runs of one level that merge into one of the next.
  static let mergeCount = 8
  /// Runs of this level stay: a merge of them would hold half a gigabyte.
  static let levelMax: UInt64 = 2

  /// The key of a segment: first position, level, number of the segment.
  func key(_ segment: Int) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(24)
    for number in [first, level, UInt64(segment)] { key.appendBigEndian(number) }
    return key
  }
}

extension [Run] {
  /// The first runs of one level, in a row, that are enough to merge; none if there are not.
  var dueForMerge: Range<Int>? {
    var start = 0
    while start < count {
      let level = self[start].level
      let end = self[start...].firstIndex { $0.level != level } ?? count
      if level < Run.levelMax, end - start >= Run.mergeCount {
        return start..<(start + Run.mergeCount)
      }
      start = end
    }
    return nil
  }
}

extension RunDirectory {
  /// Numbers of eight bytes, big-endian: for each table its number of runs, for each run first and
  /// last position, level, number of segments and their smallest and largest keys.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    for runs in [identifiers, entities] {
      bytes.appendBigEndian(UInt64(runs.count))
      for run in runs {
        for number in [run.first, run.last, run.level, UInt64(run.segments.count)] {
          bytes.appendBigEndian(number)
        }
        for segment in run.segments {
          bytes.appendBigEndian(segment.smallest)
          bytes.appendBigEndian(segment.largest)
        }
      }
    }
    return bytes
  }

  /// Nil for bytes that are not what `encoded` gives.
  init?(_ stored: Span<UInt8>) {
    var reader = NumberReader(stored)
    guard let identifiers = reader.runs(), let entities = reader.runs(), reader.isAtEnd else {
      return nil
    }
    self.identifiers = identifiers
    self.entities = entities
  }
}

/// Reads numbers one behind the other.
private struct NumberReader: ~Escapable {
  private let bytes: Span<UInt8>
  private var offset = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func next() -> UInt64? {
    guard offset <= bytes.count - 8 else { return nil }
    defer { offset += 8 }
    return bytes.bigEndian(at: offset)
  }

  /// Runs follow each other from the first position; none reaches as far as this.
  private static let positionMax: UInt64 = 1 << 48

  /// A count that the bytes left can hold.
  mutating func count() -> Int? {
    guard let number = next(), number <= UInt64(bytes.count / 8) else { return nil }
    return Int(number)
  }

  mutating func runs() -> [Run]? {
    guard let count = count() else { return nil }
    var runs: [Run] = []
    for _ in 0..<count {
      guard let first = next(), let last = next(), let level = next(), let segments = self.count(),
        first == (runs.last?.last ?? 0) + 1, last >= first, last < Self.positionMax
      else { return nil }
      var run = Run(first: first, last: last, level: level)
      for _ in 0..<segments {
        guard let smallest = next(), let largest = next() else { return nil }
        run.segments.append(Run.Segment(smallest: smallest, largest: largest))
      }
      runs.append(run)
    }
    return runs
  }
}
