import LedgerModel

/// How far an import has come, committed together with the events it added: a run that was cut off
/// proves the part of the file it has read and goes on behind it.
package struct ImportProgress: Hashable, Sendable {
  /// Name of the file without its folder.
  package var file: String
  /// SHA-256 of the bytes read so far.
  package var prefixDigest: [UInt8]
  package var byteOffset: UInt64
  package var rowCount: UInt64
  package var acceptedCount: UInt64
  package var duplicateCount: UInt64
  package var rejectedCount: UInt64
  /// Position of the first event that the import added; 0 while there is none.
  package var firstPosition: UInt64
  /// True once everything is in: the next run starts anew.
  package var isDone: Bool
  /// Whatever else the reader of the file needs to go on; at most `stateByteCountMax` bytes.
  package var state: [UInt8]

  /// The head stays below 2 KB.
  package static let stateByteCountMax = 512

  package init(
    file: String, prefixDigest: [UInt8] = [], byteOffset: UInt64 = 0, rowCount: UInt64 = 0,
    acceptedCount: UInt64 = 0, duplicateCount: UInt64 = 0, rejectedCount: UInt64 = 0,
    firstPosition: UInt64 = 0, isDone: Bool = false, state: [UInt8] = []
  ) {
    self.file = file
    self.prefixDigest = prefixDigest
    self.byteOffset = byteOffset
    self.rowCount = rowCount
    self.acceptedCount = acceptedCount
    self.duplicateCount = duplicateCount
    self.rejectedCount = rejectedCount
    self.firstPosition = firstPosition
    self.isDone = isDone
    self.state = state
  }
}

extension ImportProgress {
  /// Adds what became of a batch to the counts.
  package mutating func count(_ outcomes: [AppendOutcome]) {
    for outcome in outcomes {
      switch outcome {
      case .appended(let position):
        acceptedCount += 1
        if firstPosition == 0 { firstPosition = position.number }
      case .duplicate: duplicateCount += 1
      case .rejected, .withheld: rejectedCount += 1
      }
    }
  }
}
