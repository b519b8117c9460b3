import CLMDB
import Glibc

/// What scrubbing found and overwrote.
package struct ScrubReport: Hashable, Sendable {
  /// Pages that belong to no tree and held bytes.
  package fileprivate(set) var pageCount = 0
  /// Pages in use whose gap between entries held bytes.
  package fileprivate(set) var gapCount = 0
}

extension Environment {
  /// Overwrites with zeros every byte of the data file that the last commit does not refer to, and
  /// returns once that is on the disk: freed pages, gaps inside pages, what lies behind the last one.
  ///
  /// The library frees pages without touching them, so a deleted value stays readable in the file
  /// until this has run. Works in place while others have the environment open: it keeps writers
  /// out, and readers only ever look at what a commit refers to. O(file size).
  ///
  /// - Throws: `.heldByReader` where a reader keeps an older commit open for seconds, and
  ///   `.corrupted` for a file whose trees cannot be followed; then nothing was changed.
  @available(*, noasync, message: "waits for writers; run it on a thread of its own")
  @discardableResult
  package func scrubUnusedBytes() throws(LMDBError) -> ScrubReport {
    guard !options.isReadOnly else { throw LMDBError.openForReadingOnly(path: path) }
    let handle = try unsafe enter()
    defer { leave() }
    var begun: OpaquePointer?
    // Nothing is stored: the transaction only keeps other writers out.
    try check(unsafe mdb_txn_begin(handle, nil, 0, &begun), .beginWrite, path)
    defer { unsafe mdb_txn_abort(begun) }
    let newest = UInt64(unsafe mdb_txn_id(begun)) - 1
    try unsafe waitForOlderReaders(handle, newest: newest)
    var descriptor: mdb_filehandle_t = -1
    try check(unsafe mdb_env_get_fd(handle, &descriptor), .scrub, path)
    let statistics = try unsafe Self.statistics(of: handle, path: path)
    var walk = TreeCheck(
      descriptor: descriptor, pageByteCount: statistics.pageByteCount,
      lastPage: UInt64(statistics.usedByteCount / statistics.pageByteCount - 1))
    walk.run(transaction: newest)
    guard walk.problems.isEmpty else { throw failure(.corrupted, .scrub) }
    var scrubber = Scrubber(
      descriptor: descriptor, pageByteCount: statistics.pageByteCount,
      fileByteCount: statistics.fileByteCount, path: path)
    try scrubber.run(walk)
    removeLeftCopy()
    return scrubber.report
  }

  /// A copy that a killed compaction left: nobody compacts while the environment is open.
  private func removeLeftCopy() {
    _ = unsafe unlink(path + "/" + Self.copyFolder + "/data.mdb")
    _ = unsafe rmdir(path + "/" + Self.copyFolder)
  }

  /// How long a reader may keep an older commit open before this gives up.
  private static var readerPatience: Duration { .seconds(5) }

  /// Returns when no reader sees a commit older than the newest; new ones see the newest, because
  /// the caller keeps writers out.
  private func waitForOlderReaders(
    _ handle: OpaquePointer, newest: UInt64
  ) throws(LMDBError) {
    let start = ContinuousClock.now
    while true {
      var dead: Int32 = 0
      try check(unsafe mdb_reader_check(handle, &dead), .checkReaders, path)
      let oldest = try readers().compactMap(\.transaction).min()
      guard let oldest, UInt64(oldest) < newest else { return }
      guard ContinuousClock.now - start < Self.readerPatience else {
        throw .heldByReader(path: path)
      }
      usleep(1_000)
    }
  }
}

/// Overwrites the bytes of a data file that a walk did not meet.
private struct Scrubber {
  let descriptor: Int32
  let pageByteCount: Int
  let fileByteCount: Int
  let path: String
  var report = ScrubReport()

  mutating func run(_ walk: TreeCheck) throws(LMDBError) {
    var page: UInt64 = 2
    while Int(page) * pageByteCount < fileByteCount { page += try scrub(page, walk) }
    guard fdatasync(descriptor) == 0 else { throw failure(errno) }
  }

  /// Scrubs one page, or all pages of a large value, and says how many those were.
  private mutating func scrub(_ page: UInt64, _ walk: TreeCheck) throws(LMDBError) -> UInt64 {
    let start = Int(page) * pageByteCount
    guard walk.isInUse(page) else {
      if try clear(start..<(start + pageByteCount)) { report.pageCount += 1 }
      return 1
    }
    let view = PageView(bytes: try read(start..<(start + pageByteCount)))
    if let byteCount = walk.largeValueByteCounts[page] {
      let count = max(1, view.overflowPageCount)
      let rest =
        (start + PageView.headerByteCount + byteCount)..<(start + Int(count) * pageByteCount)
      if try clear(rest) { report.gapCount += 1 }
      return count
    }
    guard let lower = view.number(12, 2), let upper = view.number(14, 2), lower <= upper,
      upper <= pageByteCount
    else { throw failure(ResultCode.corrupted.rawValue) }
    if try clear((start + Int(lower))..<(start + Int(upper))) { report.gapCount += 1 }
    return 1
  }

  /// Makes a range zero; says whether it was not.
  private func clear(_ range: Range<Int>) throws(LMDBError) -> Bool {
    let range = range.clamped(to: 0..<fileByteCount)
    guard !range.isEmpty, try read(range).contains(where: { $0 != 0 }) else { return false }
    let zeros = [UInt8](repeating: 0, count: range.count)
    // SAFETY: the buffer has exactly the number of bytes written and outlives the call.
    let written = unsafe zeros.withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, range.count, off_t(range.lowerBound))
    }
    guard written == range.count else { throw failure(written < 0 ? errno : EIO) }
    return true
  }

  private func read(_ range: Range<Int>) throws(LMDBError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    // SAFETY: the buffer has exactly the number of bytes asked for and outlives the call.
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, range.count, off_t(range.lowerBound))
    }
    guard count >= 0 else { throw failure(errno) }
    return bytes
  }

  private func failure(_ code: Int32) -> LMDBError {
    .failed(code: ResultCode(rawValue: code), operation: .scrub, path: path)
  }
}
