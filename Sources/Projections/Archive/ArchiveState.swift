package import Columns
package import LedgerModel

/// What a generation of stored sources is true for.
package struct ArchiveState: Sendable, Hashable {
  /// The form in which rows are stored; another form is folded anew.
  package static let currentFormat: Int64 = 3
  /// The form of a generation whose rebuild has not ended, which holds more than one that has: only a
  /// program of the same number may go on with it. To be raised whenever a program of another number
  /// could not, and never a number that `currentFormat` had.
  package static let unfinishedFormat: Int64 = 1_002

  package var format = ArchiveState.currentFormat
  /// Up to where the log is folded in.
  package var position = Position.empty
  /// Hash of the log's record at `position`; empty at the beginning and where a log has no hashes.
  package var recordHash: [UInt8] = []
  package var sizes = RowStore.Sizes.standard
  /// Version of the fold of every source.
  package var versions: [String: Int] = [:]
  package var quarantine: [QuarantinedEvent] = []

  package init() {}

  var bytes: [UInt8] {
    var writer = CBORWriter()
    writer.array(count: 7)
    writer.integer(format)
    writer.unsigned(position.number)
    writer.byteString(recordHash)
    writer.integer(Int64(sizes.chunkRowCount))
    writer.integer(Int64(sizes.blockRowCount))
    let ordered = versions.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    writer.array(count: ordered.count * 2)
    for (source, version) in ordered {
      writer.text(source)
      writer.integer(Int64(version))
    }
    writer.array(count: quarantine.count * 3)
    for entry in quarantine {
      writer.text(entry.source)
      writer.unsigned(entry.position.number)
      writer.text(entry.reason)
    }
    return writer.bytes
  }

  init(_ stored: Span<UInt8>) throws {
    var reader = CBORReader(stored)
    guard try reader.count(.array, "the state of a generation") == 7 else {
      throw ColumnDamage("a generation's state has another form")
    }
    format = try reader.integer()
    position = Position(UInt64(clamping: try reader.integer()))
    recordHash = try reader.byteString()
    let (chunk, block) = (Int(try reader.integer()), Int(try reader.integer()))
    guard chunk > 0, block > 0, block % chunk == 0 else {
      throw ColumnDamage("blocks of an impossible size")
    }
    sizes = RowStore.Sizes(chunkRowCount: chunk, blockRowCount: block)
    for _ in 0..<(try reader.count(.array, "versions") / 2) {
      let source = try reader.text()
      versions[source] = Int(try reader.integer())
    }
    for _ in 0..<(try reader.count(.array, "set aside") / 3) {
      let source = try reader.text()
      let position = Position(UInt64(clamping: try reader.integer()))
      quarantine.append(
        QuarantinedEvent(source: source, position: position, reason: try reader.text()))
    }
  }
}

/// How much of a source is stored.
struct SourceState: Sendable, Hashable {
  var fullBlockCount = 0
  /// Chunks behind the full blocks that are full themselves.
  var fullChunkCount = 0
  /// Rows of the chunk behind those; 0 when there is none.
  var partialRowCount = 0
  /// Numbers of the first and behind the last list of closings that no block has yet.
  var firstPending = 0
  var endOfPending = 0
  /// Closings in those lists.
  var pendingCount = 0
  /// Numbers of the first and behind the last list of entities that are not in their table yet.
  var firstWaiting = 0
  var endOfWaiting = 0
  /// What is hashed of the rows; none where rows were written without being hashed.
  var hashed: DigestProgress? = DigestProgress()
  /// What is compacted, in the order of the rows.
  var compacted: [StoredStretch] = []

  var bytes: [UInt8] {
    var writer = ByteWriter()
    for number in [
      fullBlockCount, fullChunkCount, partialRowCount, firstPending, endOfPending, pendingCount,
      firstWaiting, endOfWaiting,
    ] { writer.number(UInt64(number), width: 8) }
    writer.byte(hashed == nil ? 0 : 1)
    hashed?.write(to: &writer)
    writer.number(UInt64(compacted.count), width: 4)
    for stretch in compacted { stretch.write(to: &writer) }
    return writer.bytes
  }

  init() {}

  init(_ stored: Span<UInt8>) throws {
    var reader = ByteReader(stored)
    fullBlockCount = Int(try reader.number(width: 8))
    fullChunkCount = Int(try reader.number(width: 8))
    partialRowCount = Int(try reader.number(width: 8))
    firstPending = Int(try reader.number(width: 8))
    endOfPending = Int(try reader.number(width: 8))
    pendingCount = Int(try reader.number(width: 8))
    firstWaiting = Int(try reader.number(width: 8))
    endOfWaiting = Int(try reader.number(width: 8))
    hashed = try reader.byte() == 1 ? try DigestProgress(&reader) : nil
    for _ in 0..<(try reader.count()) { compacted.append(try StoredStretch(&reader)) }
  }
}

/// What is kept of an entity so that it can be folded on: never its state, which its own events
/// bring back.
struct StoredEntity: Sendable, Hashable {
  var isAmended: Bool
  /// Positions of its events, ascending.
  var positions: [Position]
  /// Numbers of its rows that stand open.
  var open: [Int]

  static func write(
    isAmended: Bool, _ positions: [Position], open: [Int], to writer: inout CBORWriter
  ) {
    writer.array(count: 2 + positions.count + open.count)
    writer.bool(isAmended)
    writer.integer(Int64(positions.count))
    var before: UInt64 = 0
    for position in positions {
      writer.unsigned(position.number - before)
      before = position.number
    }
    for row in open { writer.integer(Int64(row)) }
  }

  init(isAmended: Bool, positions: [Position], open: [Int]) {
    self.isAmended = isAmended
    self.positions = positions
    self.open = open
  }

  init(_ stored: Span<UInt8>) throws {
    var reader = CBORReader(stored)
    let count = try reader.count(.array, "an entity")
    isAmended = try reader.bool()
    let positionCount = Int(try reader.integer())
    guard positionCount >= 0, positionCount <= count - 2 else {
      throw ColumnDamage("an entity with too many events")
    }
    positions = []
    open = []
    var before: UInt64 = 0
    for _ in 0..<positionCount {
      before += UInt64(clamping: try reader.integer())
      positions.append(Position(before))
    }
    for _ in 0..<(count - 2 - positionCount) { open.append(Int(try reader.integer())) }
  }
}

/// What one source has gained since it was stored last.
package struct SourceChanges {
  let source: String
  let rows: RowStore
  let entities: EntityShelf
  /// Events that amendments moved to other entities.
  let moved: [(position: Position, entities: [String])]
}
