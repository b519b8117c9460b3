import LedgerModel

/// What of one file has been moved in.
struct FileCount: Hashable {
  var accepted: UInt64 = 0
  var duplicates: UInt64 = 0
  /// Rows that the ledger refused; those that cannot be read are counted anew by each run.
  var refused: UInt64 = 0
  var firstPosition: UInt64 = 0
}

/// How far moving in history has come, as of the beginning of the last batch; what became of that
/// batch is told by the log itself.
struct BackfillState: Hashable {
  /// Merged rows before the last batch.
  var batchStart: UInt64 = 0
  /// Events in the log before the last batch.
  var sizeBefore: UInt64 = 0
  var rejectsByteCount: UInt64 = 0
  var lastRecorded = Instant(microseconds: 0)
  var files: [FileCount]

  private static let version: UInt64 = 2

  init(fileCount: Int) {
    files = Array(repeating: FileCount(), count: fileCount)
  }

  var bytes: [UInt8] {
    var writer = CBORWriter(capacity: 256)
    writer.array(count: 6)
    writer.unsigned(BackfillState.version)
    for number in [batchStart, sizeBefore, rejectsByteCount] { writer.unsigned(number) }
    writer.integer(lastRecorded.microseconds)
    writer.array(count: files.count * 4)
    for file in files {
      for count in [file.accepted, file.duplicates, file.refused, file.firstPosition] {
        writer.unsigned(count)
      }
    }
    return writer.bytes
  }

  /// None for the state of another version or of other files.
  init?(_ bytes: [UInt8], fileCount: Int) {
    self.init(fileCount: fileCount)
    var reader = CBORReader(bytes.span)
    do {
      guard try reader.count(.array, "an array") == 6,
        try reader.integer() == Int64(BackfillState.version)
      else { return nil }
      batchStart = UInt64(clamping: try reader.integer())
      sizeBefore = UInt64(clamping: try reader.integer())
      rejectsByteCount = UInt64(clamping: try reader.integer())
      lastRecorded = Instant(microseconds: try reader.integer())
      guard try reader.count(.array, "an array") == fileCount * 4 else { return nil }
      for index in files.indices {
        files[index].accepted = UInt64(clamping: try reader.integer())
        files[index].duplicates = UInt64(clamping: try reader.integer())
        files[index].refused = UInt64(clamping: try reader.integer())
        files[index].firstPosition = UInt64(clamping: try reader.integer())
      }
    } catch {
      return nil
    }
  }
}
