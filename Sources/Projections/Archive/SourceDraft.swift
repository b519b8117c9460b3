import Columns
import LMDB

/// What a commit writes of one source, encoded before the transaction begins.
struct SourceDraft {
  let change: SourceChanges
  /// How much is stored once this is written.
  var state: SourceState
  /// Blocks whose new endings are among what is written; they are new until the commit is there.
  var drained: [RowBlock] = []
  private var writes: [(table: Table, key: [UInt8], bytes: [UInt8]?)] = []

  init(_ change: SourceChanges, _ state: SourceState) {
    self.change = change
    self.state = state
  }

  /// Replaces what the key has; none takes it away.
  mutating func put(_ bytes: [UInt8]?, for key: [UInt8], in table: Table) {
    writes.append((table, key, bytes))
  }

  func write(_ transaction: inout WriteTransaction) throws {
    for write in writes {
      if let bytes = write.bytes {
        try transaction.put(bytes.span, for: write.key.span, in: write.table)
      } else {
        _ = try transaction.delete(write.key.span, in: write.table)
      }
    }
  }
}
