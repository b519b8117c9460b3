import LedgerModel

/// What of an import under way is kept beside its counts: enough to go on with the rejects file
/// too, whose last rows may not have been written when the process ended.
struct ResumeState: Hashable {
  /// SHA-256 of format and mapping: another one reads other events out of the same bytes.
  var fingerprint: [UInt8]
  /// Where the last batch began.
  var batchOffset: UInt64 = 0
  /// Rows refused before the last batch.
  var rejectedBefore: UInt64 = 0
  /// Bytes of the rejects file before the last batch.
  var rejectsByteCount: UInt64 = 0

  private static let version: UInt64 = 2

  var bytes: [UInt8] {
    var writer = CBORWriter(capacity: 96)
    writer.array(count: 5)
    writer.unsigned(ResumeState.version)
    writer.byteString(fingerprint)
    for number in [batchOffset, rejectedBefore, rejectsByteCount] { writer.unsigned(number) }
    return writer.bytes
  }

  init(fingerprint: [UInt8]) {
    self.fingerprint = fingerprint
  }

  /// None for the state of another version.
  init?(_ bytes: [UInt8]) {
    var reader = CBORReader(bytes.span)
    do {
      guard try reader.count(.array, "an array") == 5,
        try reader.integer() == Int64(ResumeState.version)
      else { return nil }
      fingerprint = try reader.byteString()
      batchOffset = UInt64(clamping: try reader.integer())
      rejectedBefore = UInt64(clamping: try reader.integer())
      rejectsByteCount = UInt64(clamping: try reader.integer())
    } catch {
      return nil
    }
  }
}
