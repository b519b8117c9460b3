import LMDB

/// The baseline: the same bytes put into an LMDB environment with the same settings and nothing
/// else, no check, hash or index.
struct BareStore {
  private let environment: Environment
  private let table: Table
  private var size: UInt64 = 0

  init(at path: String) throws {
    environment = try Environment.open(at: path)
    table = try environment.table("events")
  }

  /// Puts values at the next positions in one durable commit.
  mutating func append(_ records: [[UInt8]]) throws {
    let first = size + 1
    try environment.write { transaction in
      for (offset, record) in records.enumerated() {
        try transaction.append(record.span, at: first + UInt64(offset), in: table)
      }
    }
    size += UInt64(records.count)
  }
}
