import Crypto
import LedgerModel

/// Every file read once: sound rows are with the sorter, the others are refused.
struct FirstPass {
  struct File {
    let name: String
    let digest: [UInt8]
    /// Understands rows of the file again when they come back from the sorter.
    let reader: ImportReader
    let rowCount: UInt64
    let unreadableCount: UInt64
  }

  private(set) var files: [File] = []
  private(set) var rejects: RejectsFile?
  private(set) var samples: [RejectedRow] = []
  /// Tells this set of files from any other, mappings included.
  private(set) var digest: [UInt8]

  private let options: ImportOptions
  private let writesRejects: Bool

  /// - Parameter keptRejectsByteCount: how much of the rejects file an earlier run has written;
  ///   it holds the rows of this pass already.
  init(
    _ files: [ImportFile], _ options: ImportOptions, keptRejectsByteCount: UInt64?,
    into sorter: inout TimeSorter
  ) throws(ImportError) {
    self.options = options
    writesRejects = keptRejectsByteCount == nil
    digest = []
    var hasher = SHA256()
    for (index, file) in files.enumerated() {
      let reader = try file.open()
      if let path = options.rejectsPath, rejects == nil {
        rejects = try RejectsFile(
          path: path, table: reader.table, keptByteCount: keptRejectsByteCount ?? 0)
      }
      let read = try read(file, reader, index, into: &sorter)
      hasher.update(data: file.fingerprint + read.digest)
      self.files.append(read)
    }
    digest = Array(hasher.finalize())
  }

  private mutating func read(
    _ file: ImportFile, _ opened: ImportReader, _ index: Int, into sorter: inout TimeSorter
  ) throws(ImportError) -> File {
    var reader = opened
    var refused: [(row: RawRow, rejected: RejectedRow)] = []
    var rowCount: UInt64 = 0
    var unreadableCount: UInt64 = 0
    while let row = try reader.next() {
      if rowCount % 256 == 0, options.isCancelled() { throw .cancelled }
      if let event = row.reading.event {
        let moment = row.reading.recorded ?? event.time
        try sorter.add(TimedRow(moment: moment, file: index, number: rowCount, raw: row.raw))
      } else {
        unreadableCount += 1
        refused.append((row.raw, RejectedRow(row.line, row.reading.problems)))
      }
      rowCount += 1
      if refused.count == 1_024 { try keep(&refused) }
    }
    try keep(&refused)
    return File(
      name: file.name, digest: reader.digest, reader: reader, rowCount: rowCount,
      unreadableCount: unreadableCount)
  }

  private mutating func keep(
    _ refused: inout [(row: RawRow, rejected: RejectedRow)]
  ) throws(ImportError) {
    samples += refused.prefix(max(0, ImportReport.sampleCountMax - samples.count)).map(\.rejected)
    if writesRejects { try rejects?.append(refused) }
    refused = []
  }
}
