import Columns
import Crypto
import LMDB

/// Indexes that are stored beside rows. Every part ends with its SHA-256, for its content is taken
/// as it is.
extension ProjectionArchive {
  func write(_ index: IndexChanges, _ transaction: inout WriteTransaction) throws {
    try put(index.header, index.name, 0, &transaction)
    for (offset, part) in index.parts.enumerated() {
      try put(part, index.name, index.first + offset + 1, &transaction)
    }
    var next = index.first + index.parts.count + 1
    while try delete(index.name, next, &transaction) { next += 1 }
  }

  private func put(
    _ content: [UInt8], _ name: String, _ number: Int, _ transaction: inout WriteTransaction
  ) throws {
    guard let indexes else { return }
    let key = ArchiveKey.numbered(name, UInt64(number))
    let bytes = content + Array(SHA256.hash(data: content))
    try transaction.put(bytes.span, for: key.span, in: indexes)
  }

  private func delete(
    _ name: String, _ number: Int, _ transaction: inout WriteTransaction
  ) throws -> Bool {
    guard let indexes else { return false }
    let key = ArchiveKey.numbered(name, UInt64(number))
    return try transaction.delete(key.span, in: indexes)
  }

  /// The header and the parts of a stored index in their order, as they stand at the position of
  /// the rows; none when there is no such index. Throws `ColumnDamage` for bytes that nobody wrote,
  /// and `ArchiveMoved`.
  package func index(named name: String) throws -> (header: [UInt8], parts: [[UInt8]])? {
    guard let indexes else { return nil }
    return try environment.read { transaction in
      try checkStands(transaction)
      var found: [[UInt8]] = []
      var cursor = try transaction.cursor(over: indexes)
      let prefix = Array(name.utf8) + [0]
      try cursor.scan(prefix: prefix.span) { entry in
        var reader = ByteReader(entry.value)
        let stored = try reader.raw(entry.value.count)
        let content = stored.dropLast(SHA256.byteCount)
        guard stored.count >= SHA256.byteCount,
          stored.suffix(SHA256.byteCount).elementsEqual(SHA256.hash(data: content))
        else { throw ColumnDamage("a part of the index \(name) is not what was written") }
        found.append(Array(content))
      }
      return found.first.map { (header: $0, parts: Array(found.dropFirst())) }
    }
  }
}
