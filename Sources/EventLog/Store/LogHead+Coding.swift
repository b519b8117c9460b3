import Evidence
import LedgerModel

/// The stored form of the head: a deterministic CBOR map.
///
/// | key | name | item |
/// |---|---|---|
/// | 0 | format | unsigned |
/// | 1 | engine | text |
/// | 2 | ledger | 16 bytes |
/// | 3 | size | unsigned |
/// | 4 | root | 32 bytes |
/// | 5 | frontier | subtree roots, 32 bytes each, the largest first |
/// | 6 | last recorded | integer, µs since 1970 UTC |
/// | 7 | mark | text: `live`, `simulated`, `backfilled` |
/// | 8 | clock | integer, µs; of a simulated ledger |
/// | 9 | first live | unsigned; once there is one |
/// | 10 | progress | array: file, digest, offset, rows, accepted, duplicate, rejected, first position, state |
extension LogHead {
  var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 1_024)
    var clock: Instant?
    if case .simulated(let own) = mark { clock = own }
    let optionalCount = [clock != nil, firstLive != nil, progress != nil].count { $0 }
    writer.map(count: 8 + optionalCount)
    writer.pair(0) { $0.unsigned(format) }
    writer.pair(1) { $0.text(engine) }
    writer.pair(2) { $0.byteString(ledger) }
    writer.pair(3) { $0.unsigned(size) }
    writer.pair(4) { $0.byteString(root.bytes) }
    writer.pair(5) { $0.byteString(frontier.encoded) }
    writer.pair(6) { $0.integer(lastRecorded.microseconds) }
    writer.pair(7) { $0.text(mark.name) }
    if let clock { writer.pair(8) { $0.integer(clock.microseconds) } }
    if let firstLive { writer.pair(9) { $0.unsigned(firstLive.number) } }
    if let progress { writer.pair(10) { progress.write(to: &$0) } }
    return writer.bytes
  }

  /// Reads a head; the format is read first, so that a newer one is named and not called damage.
  init(_ bytes: Span<UInt8>, path: String) throws(LedgerError) {
    do {
      self = try LogHead.read(bytes, path: path)
    } catch let error as LedgerError {
      throw error
    } catch {
      throw .damaged(path: path, reason: "the head of the log is unreadable")
    }
  }

  private static func read(_ bytes: Span<UInt8>, path: String) throws -> LogHead {
    var reader = CBORReader(bytes)
    let count = try reader.count(.map, "a map")
    guard count > 0, try reader.integer() == 0 else {
      throw LedgerError.damaged(path: path, reason: "the head of the log has no format")
    }
    let format = UInt64(clamping: try reader.integer())
    guard format <= currentFormat else {
      throw LedgerError.newerFormat(found: format, supported: currentFormat, path: path)
    }
    var head = LogHead(ledger: [])
    head.format = format
    var fields = HeadFields()
    for _ in 1..<count { try fields.read(&reader, into: &head) }
    guard reader.isAtEnd,
      let frontier = MerkleFrontier(size: fields.size, encoded: fields.frontier.span),
      frontier.root.bytes == fields.root, head.ledger.count == 16
    else {
      throw LedgerError.damaged(path: path, reason: "the head of the log contradicts itself")
    }
    head.frontier = frontier
    head.mark = try fields.mark(path: path)
    return head
  }
}

/// What of a head can only be put together once all of it is read.
private struct HeadFields {
  var size: UInt64 = 0
  var root: [UInt8] = []
  var frontier: [UInt8] = []
  var markName = ""
  var clock: Instant?

  mutating func read(_ reader: inout CBORReader, into head: inout LogHead) throws(CodecError) {
    switch try reader.integer() {
    case 1: head.engine = try reader.text()
    case 2: head.ledger = try reader.byteString()
    case 3: size = UInt64(clamping: try reader.integer())
    case 4: root = try reader.byteString()
    case 5: frontier = try reader.byteString()
    case 6: head.lastRecorded = Instant(microseconds: try reader.integer())
    case 7: markName = try reader.text()
    case 8: clock = Instant(microseconds: try reader.integer())
    case 9: head.firstLive = Position(UInt64(clamping: try reader.integer()))
    case 10: head.progress = try ImportProgress(&reader)
    default: throw CodecError(offset: reader.offset, .unsupportedItem)
    }
  }

  func mark(path: String) throws(LedgerError) -> LedgerMark {
    switch (markName, clock) {
    case ("live", nil): .live
    case ("simulated", let clock?): .simulated(clock: clock)
    case ("backfilled", nil): .backfilled
    default: throw .damaged(path: path, reason: "the head of the log has an unknown mark")
    }
  }
}

extension ImportProgress {
  fileprivate func write(to writer: inout CBORWriter) {
    writer.array(count: 10)
    writer.text(file)
    writer.byteString(prefixDigest)
    let counts = [
      byteOffset, rowCount, acceptedCount, duplicateCount, rejectedCount, firstPosition,
    ]
    for count in counts { writer.unsigned(count) }
    writer.byteString(state)
    writer.bool(isDone)
  }

  fileprivate init(_ reader: inout CBORReader) throws(CodecError) {
    // Older programs kept nine; their import counts as done, and one that was cut off is read anew.
    let count = try reader.count(.array, "an array")
    guard (9...10).contains(count) else {
      throw CodecError(offset: reader.offset, .unsupportedItem)
    }
    let file = try reader.text()
    let digest = try reader.byteString()
    var counts: [UInt64] = []
    for _ in 0..<6 { counts.append(UInt64(clamping: try reader.integer())) }
    self.init(
      file: file, prefixDigest: digest, byteOffset: counts[0], rowCount: counts[1],
      acceptedCount: counts[2], duplicateCount: counts[3], rejectedCount: counts[4],
      firstPosition: counts[5], state: try reader.byteString())
    isDone = count == 9 ? true : try reader.bool()
  }
}

extension CBORWriter {
  /// A key of a map and the one item written behind it.
  mutating func pair(_ key: UInt64, _ item: (inout CBORWriter) -> Void) {
    unsigned(key)
    item(&self)
  }
}
