import Columns
import LMDB
import LedgerModel

/// One generation of stored sources: an LMDB environment that is a fold of the log and may be
/// deleted at any time.
///
/// | table | key | value |
/// |---|---|---|
/// | `state` | `state` | `ArchiveState` |
/// | `sources` | source | `SourceState` |
/// | `blocks` | source, block, part | a column, the header or the closings of a full block |
/// | `chunks` | source, chunk, part | the same of the newest rows, which no block holds yet |
/// | `compacted` | source, position, first row, behind the last, block, part | the same of compacted rows, and which rows they are |
/// | `pending` | source, number | closings of stored rows that no block has yet |
/// | `entities` | source, entity | `StoredEntity` |
/// | `waiting` | source, number | entities that are not in their table yet, one list a commit |
/// | `moved` | source, position | entities that an amendment moved the event to |
/// | `dictionaries` | name, first code | texts in the order of their codes |
/// | `amendments` | name, number | positions of voids and corrections |
/// | `indexes` | name, number | header (0) and parts of an index of another shape |
package final class ProjectionArchive {
  let environment: Environment
  let stateTable: Table
  let sources: Table
  let blocks: Table
  let chunks: Table
  let pending: Table
  let entities: Table
  let moved: Table
  let dictionaries: Table
  let amendments: Table
  /// None in a generation that an older program wrote, as long as it may only be read.
  let indexes: Table?
  /// The same.
  let waiting: Table?
  /// The same.
  let compacted: Table?
  /// The state as it was read or written last.
  package internal(set) var state: ArchiveState
  var storedAmendmentCount: UInt64 = 0

  let limits: Limits
  private let isReadOnly: Bool

  /// What is gathered before it is written or forgotten.
  package struct Limits: Sendable {
    /// Closings that wait in lists before they are written into their blocks, all at once.
    package let pendingClosingCountMax: Int
    /// Entities whose state is held while rows are folded and stored in turns.
    package let heldEntityCountMax: Int
    /// Bytes of entities that wait in lists before they are written into their table, all at once: they
    /// lie there in the order of their names, so a commit changes most of its pages however few they
    /// are. With 0 none waits, as it is right where commits are few.
    package let waitingByteCountMax: Int
    /// New entities of a source that are counted before it is concluded that few of them return.
    package let countedEntityCountMin: Int
    /// Bytes of compacted rows that are held before they are written.
    package let compactedByteCountMax: Int

    package init(
      pendingClosingCountMax: Int = 65_536, heldEntityCountMax: Int = 65_536,
      waitingByteCountMax: Int = 0, countedEntityCountMin: Int = 1_024,
      compactedByteCountMax: Int = 16 << 20
    ) {
      self.pendingClosingCountMax = pendingClosingCountMax
      self.heldEntityCountMax = heldEntityCountMax
      self.waitingByteCountMax = waitingByteCountMax
      self.countedEntityCountMin = countedEntityCountMin
      self.compactedByteCountMax = compactedByteCountMax
    }

    /// For folding a generation from the beginning: about a million entities wait.
    package static let rebuild = Limits(waitingByteCountMax: 64 << 20)
  }

  /// Opens the generation in a folder; an empty folder becomes an empty generation unless it may
  /// only be read. Throws `LMDBError`, and `ColumnDamage` for a state that cannot be read.
  package init(at path: String, isReadOnly: Bool, limits: Limits = Limits()) throws {
    self.limits = limits
    self.isReadOnly = isReadOnly
    environment = try Environment.open(
      at: path, options: EnvironmentOptions(isReadOnly: isReadOnly))
    let environment = environment
    func table(_ name: String) throws -> Table { try environment.table(name) }
    stateTable = try table("state")
    sources = try table("sources")
    blocks = try table("blocks")
    chunks = try table("chunks")
    pending = try table("pending")
    entities = try table("entities")
    moved = try table("moved")
    dictionaries = try table("dictionaries")
    amendments = try table("amendments")
    indexes = isReadOnly ? try? table("indexes") : try table("indexes")
    waiting = isReadOnly ? try? table("waiting") : try table("waiting")
    compacted = isReadOnly ? try? table("compacted") : try table("compacted")
    state = ArchiveState()
    state = try readState() ?? ArchiveState()
  }

  /// What another process may have written since; none in an empty generation.
  package func readState() throws -> ArchiveState? {
    let key = ArchiveKey.state
    return try environment.read { transaction in
      guard let stored = try transaction.value(in: stateTable, for: key.span) else {
        return nil
      }
      return try ArchiveState(stored)
    }
  }
}

// MARK: - Reading

extension ProjectionArchive {
  func sourceState(_ source: String) throws -> SourceState {
    try environment.read { transaction in try sourceState(source, transaction) }
  }

  private func sourceState(
    _ source: String, _ transaction: borrowing ReadTransaction
  ) throws -> SourceState {
    let key = ArchiveKey.name(source)
    guard let stored = try transaction.value(in: sources, for: key.span) else {
      return SourceState()
    }
    return try SourceState(stored)
  }

  /// Throws `ArchiveMoved` when another process has written rows since `state` was read.
  func checkStands(_ transaction: borrowing ReadTransaction) throws {
    let key = ArchiveKey.state
    guard let stored = try transaction.value(in: stateTable, for: key.span) else { return }
    if try ArchiveState(stored).position != state.position { throw ArchiveMoved() }
  }

  /// The rows of a source; columns are read when somebody asks for them.
  func rows(of source: String, _ encoders: [ColumnEncoder]) throws -> StoredRows {
    try environment.read { transaction in
      try checkStands(transaction)
      let known = try sourceState(source, transaction)
      var found: [RowBlock] = []
      for block in 0..<known.fullBlockCount {
        found.append(try self.block(source, block, in: blocks, encoders, transaction))
      }
      let first = known.fullBlockCount * state.sizes.chunksPerBlock
      let chunkCount = known.fullChunkCount + (known.partialRowCount > 0 ? 1 : 0)
      for chunk in first..<(first + chunkCount) {
        found.append(try block(source, chunk, in: chunks, encoders, transaction))
      }
      let rows = StoredRows(
        blocks: found, fullBlockCount: known.fullBlockCount,
        compacted: try compactedRows(source, known, encoders, transaction))
      for number in known.firstPending..<known.endOfPending {
        for closing in try closings(source, number, transaction) {
          rows.close(closing.row, at: closing.position, sizes: state.sizes)
        }
      }
      return rows
    }
  }

  private func block(
    _ source: String, _ number: Int, in table: Table, _ encoders: [ColumnEncoder],
    _ transaction: borrowing ReadTransaction
  ) throws -> RowBlock {
    let header = ArchiveKey.part(source, block: number, part: ArchiveKey.header)
    let ends = ArchiveKey.part(source, block: number, part: ArchiveKey.closings)
    guard let stored = try transaction.value(in: table, for: header.span) else {
      throw ColumnDamage("\(source) has no block \(number)")
    }
    let (lifetimes, zones) = try BlockHeader.read(
      stored, closings: try transaction.value(in: table, for: ends.span))
    guard zones.count == encoders.count else {
      throw ColumnDamage("\(source) has other columns in block \(number)")
    }
    return RowBlock(
      zones: zones, lifetimes: lifetimes, encoders: encoders,
      load: loader(
        source, number, isFull: table == blocks, lifetimes.rowCount, encoders))
  }

  /// What brings the columns of a stored block, or of a chunk that no block holds yet.
  func loader(
    _ source: String, _ number: Int, isFull: Bool, _ rowCount: Int, _ encoders: [ColumnEncoder]
  ) -> (Int) throws -> Column {
    { [self] column in
      try load(
        ArchiveKey.part(source, block: number, part: column), in: isFull ? blocks : chunks,
        rowCount, encoders[column])
    }
  }

  /// A block is written once, and a chunk keeps its number as long as it has its rows, so a column
  /// with the right number of rows is the right one, whatever was written since.
  func load(
    _ key: [UInt8], in table: Table, _ rowCount: Int, _ encoder: ColumnEncoder
  ) throws -> Column {
    try encoder.dictionary.load()
    return try environment.read { transaction in
      guard let stored = try transaction.value(in: table, for: key.span) else {
        throw ArchiveMoved()
      }
      return try ColumnCoding.column(
        stored, rowCount: rowCount, dictionary: encoder.dictionary)
    }
  }

  private func closings(
    _ source: String, _ number: Int, _ transaction: borrowing ReadTransaction
  ) throws -> [RowClosing] {
    let key = ArchiveKey.numbered(source, UInt64(number))
    guard let stored = try transaction.value(in: pending, for: key.span) else { return [] }
    var reader = ByteReader(stored)
    var found: [RowClosing] = []
    for _ in 0..<(try reader.count()) {
      let row = Int(try reader.number(width: 4))
      found.append(RowClosing(row: row, position: Position(try reader.number(width: 8))))
    }
    return found
  }

  func entity(_ source: String, _ name: String) throws -> StoredEntity? {
    let key = ArchiveKey.entity(source, name.utf8Span.span)
    return try environment.read { transaction in
      // Whoever writes rows holds the lock: nobody else can have moved them.
      if isReadOnly { try checkStands(transaction) }
      guard let stored = try transaction.value(in: entities, for: key.span) else { return nil }
      return try StoredEntity(stored)
    }
  }

  /// Calls `body` with the bytes of the name of every stored entity of a source; where the key has a
  /// digest of it (`ArchiveKey.isWhole`), with other bytes. O(entities).
  func forEachEntityName(_ source: String, _ body: (Span<UInt8>) -> Void) throws {
    let prefix = ArchiveKey.name(source) + [0]
    try environment.read { transaction in
      var cursor = try transaction.cursor(over: entities)
      try cursor.scan(prefix: prefix.span) { body($0.key.extracting(prefix.count..<$0.key.count)) }
    }
  }

  /// Entities that an amendment moved the event at that position to.
  func movedEntities(_ source: String, _ position: Position) throws -> [String] {
    let key = ArchiveKey.numbered(source, position.number)
    return try environment.read { transaction in
      guard let stored = try transaction.value(in: moved, for: key.span) else { return [] }
      var reader = CBORReader(stored)
      return try (0..<(try reader.count(.array, "entities"))).map { _ in try reader.text() }
    }
  }

  /// The texts of the dictionary of that name: a run for each commit that added some.
  var readTexts: @Sendable (_ dictionary: String) -> ValueDictionary.StoredTexts {
    { [environment, dictionaries] dictionary in
      ValueDictionary.StoredTexts(
        runs: {
          var runs: [(first: Int, count: Int)] = []
          try environment.read { transaction in
            var cursor = try transaction.cursor(over: dictionaries)
            let prefix = Array(dictionary.utf8) + [0]
            try cursor.scan(prefix: prefix.span) { entry in
              var reader = CBORReader(entry.value)
              let first = runs.last.map { $0.first + $0.count } ?? 1
              var key: [UInt8] = []
              key.append(entry.key)
              guard key == ArchiveKey.numbered(dictionary, UInt64(first)) else {
                throw ColumnDamage("a dictionary with a gap")
              }
              runs.append((first, try reader.count(.array, "texts")))
            }
          }
          return runs
        },
        read: { first, add in
          try environment.read { transaction in
            let key = ArchiveKey.numbered(dictionary, UInt64(first))
            guard let stored = try transaction.value(in: dictionaries, for: key.span) else {
              throw ColumnDamage("a dictionary that lost texts")
            }
            var reader = CBORReader(stored)
            for _ in 0..<(try reader.count(.array, "texts")) {
              try ValueCoding.readText(&reader, add)
            }
          }
        })
    }
  }

  /// Positions of voids and corrections up to the state's position, ascending.
  func amendmentPositions() throws -> [Position] {
    var positions: [Position] = []
    try environment.read { transaction in
      var cursor = try transaction.cursor(over: amendments)
      let prefix = ArchiveKey.name("a")
      try cursor.scan(prefix: prefix.span) { entry in
        var reader = ByteReader(entry.value)
        for _ in 0..<(try reader.count()) {
          positions.append(Position(try reader.number(width: 8)))
        }
      }
    }
    storedAmendmentCount = UInt64(positions.count)
    return positions
  }
}

/// Another process has written rows since this one began to read: what it knows of them no longer
/// stands together. The reader begins again with the new ones.
package struct ArchiveMoved: Error, Hashable, Sendable {
  package init() {}
}

extension ProjectionArchive {
  /// True when an error only means that rows were written since the reader began.
  package func explains(_ error: any Error) -> Bool {
    if error is ArchiveMoved { return true }
    return error is ColumnDamage && (try? readState()) != state
  }
}
