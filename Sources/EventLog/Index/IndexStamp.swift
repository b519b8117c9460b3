import Evidence
import LedgerModel

/// What an index is true for.
struct IndexStamp: Hashable, Sendable {
  /// Bump when rows are folded or stored in another way; an index of another format is made anew.
  static let currentFormat: UInt64 = 2

  var format = IndexStamp.currentFormat
  /// Drawn whenever an index is begun, so that a process that has it open notices a new beginning.
  let build: UInt64
  /// Counts the commits of a build, so that whoever keeps the directory in memory notices a new one.
  var revision: UInt64 = 0
  let ledger: [UInt8]
  /// The last position that is folded.
  let position: UInt64
  /// The root of the log of that size; empty if it was not known.
  let root: [UInt8]
  /// The hash of the event at that position; empty at position 0.
  let leaf: [UInt8]

  var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 176)
    writer.array(count: 8)
    writer.unsigned(format)
    writer.byteString(ledger)
    writer.unsigned(position)
    writer.byteString(root)
    writer.byteString(leaf)
    writer.unsigned(build)
    writer.unsigned(revision)
    // A flipped bit would otherwise pass where a field is only compared with a later stamp.
    writer.byteString(MerkleHash(leaf: writer.bytes.span).bytes)
    return writer.bytes
  }

  /// Nil for a stamp of another format, and for a damaged one.
  init?(_ stored: Span<UInt8>) {
    do {
      var reader = CBORReader(stored)
      guard try reader.count(.array, "an array") == 8 else { return nil }
      format = UInt64(clamping: try reader.integer())
      ledger = try reader.byteString()
      position = UInt64(clamping: try reader.integer())
      root = try reader.byteString()
      leaf = try reader.byteString()
      build = UInt64(clamping: try reader.integer())
      revision = UInt64(clamping: try reader.integer())
      let sum = MerkleHash(leaf: stored.extracting(0..<reader.offset)).bytes
      guard try reader.byteString() == sum, reader.isAtEnd else { return nil }
    } catch {
      return nil
    }
  }

  /// The stamp of the next commit that leaves the position as it is.
  var revised: IndexStamp {
    var next = self
    next.revision += 1
    return next
  }

  /// The stamp of the next commit, true for another position.
  func moved(to position: UInt64, root: [UInt8], leaf: [UInt8]) -> IndexStamp {
    var next = IndexStamp(
      build: build, ledger: ledger, position: position, root: root, leaf: leaf)
    next.revision = revision + 1
    return next
  }

  init(build: UInt64, ledger: [UInt8], position: UInt64, root: [UInt8], leaf: [UInt8]) {
    self.build = build
    self.ledger = ledger
    self.position = position
    self.root = root
    self.leaf = leaf
  }

  /// A number for `build`: half of what a number holds, which every reader of CBOR takes.
  static func newBuild() -> UInt64 { UInt64.random(in: 1...UInt64(Int64.max)) }

  /// Whether the index may be used with a log: the same ledger, not ahead of it, and at the same
  /// size the same root. The caller compares `leaf` with the event there.
  func fits(_ head: LogHead) -> Bool {
    format == Self.currentFormat && ledger == head.ledger && position <= head.size
      && (position < head.size || root == head.root.bytes)
  }
}

/// The index was begun anew by another process while this one had it open: what is in memory no
/// longer completes it. Nothing is lost; whoever asked opens it again and asks again.
struct IndexReplaced: Error {}
