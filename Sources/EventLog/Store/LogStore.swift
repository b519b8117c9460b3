import Evidence
import LMDB
import LedgerModel

/// The environment in `log/` with its three tables, and nothing else.
///
/// | table | key | value |
/// |---|---|---|
/// | `events` | position, eight bytes big-endian, from 1 | stored event |
/// | `head` | `head` | see `LogHead` |
/// | `tiles` | level, index (1 + 8 bytes) | 256 hashes of 32 bytes, full tiles of level 1 and above |
struct LogStore: Sendable {
  let environment: Environment
  let events: Table
  let head: Table
  let tiles: Table
  /// Folder of the ledger, for messages.
  let path: String
  private let known = HeadCache()

  static let headKey = Array("head".utf8)

  /// Opens the tables of an existing log, or makes them in a new one.
  init(folder: LedgerFolder, isReadOnly: Bool) throws(LedgerError) {
    path = folder.path
    do {
      environment = try Environment.open(
        at: folder.log, options: EnvironmentOptions(isReadOnly: isReadOnly))
      events = try environment.table("events")
      head = try environment.table("head")
      tiles = try environment.table("tiles")
    } catch {
      throw LogStore.opening(error, folder: folder, isReadOnly: isReadOnly)
    }
  }

  /// What a failure to open means: no permission to write is not the same as damage.
  private static func opening(
    _ error: LMDBError, folder: LedgerFolder, isReadOnly: Bool
  ) -> LedgerError {
    switch error.code {
    case .readOnlyFileSystem where !isReadOnly: .readOnly(path: folder.path)
    case .noPermission where !isReadOnly: .readOnly(path: folder.path)
    case .notFound: .notALedger(path: folder.path)
    case .invalidFile: .damaged(path: folder.path, reason: "log/data.mdb is not an LMDB file")
    default: .store(error)
    }
  }

  /// The head as of the last commit.
  func readHead() throws -> LogHead {
    try environment.read { transaction in
      try known.head(try transaction.value(in: head, for: LogStore.headKey.span), path)
    }
  }

  /// The newest head, which nobody can change while the transaction lasts.
  func head(in transaction: borrowing WriteTransaction) throws -> LogHead {
    let key = LogStore.headKey
    return try known.head(try transaction.value(in: head, for: key.span), path)
  }

  func put(_ newHead: LogHead, in transaction: inout WriteTransaction) throws {
    let encoded = newHead.encoded
    precondition(encoded.count <= LogHead.byteCountMax, "The head stays below its limit.")
    let key = LogStore.headKey
    try transaction.put(encoded.span, for: key.span, in: head)
  }

  /// The head that a transaction sees; a log without one was not created completely.
  static func head(_ stored: Span<UInt8>?, _ path: String) throws(LedgerError) -> LogHead {
    guard let stored else { throw .halfCreated(path: path) }
    return try LogHead(stored, path: path)
  }

  /// Lends a consistent view of the log. Keep it short: it pins the pages it sees.
  func read<R>(_ body: (borrowing LogSnapshot) throws -> R) throws -> R {
    try environment.readHandingOver { transaction in
      let head = try known.head(
        try transaction.value(in: head, for: LogStore.headKey.span), path)
      return try body(LogSnapshot(head: head, store: self, transaction: transaction))
    }
  }
}
