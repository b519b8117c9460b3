import CLMDB

/// A reader slot of the lock file that is in use.
package struct ReaderSlot: Hashable, Sendable {
  /// The process that holds the slot.
  package let process: Int
  /// The commit that its transaction sees; none while the slot only waits for the next one.
  package let transaction: Int?
}

extension Environment {
  /// The reader slots in use, over all processes, in the order of the lock file. A reader that sees
  /// an old commit keeps the pages freed since from being used again.
  package func readers() throws(LMDBError) -> [ReaderSlot] {
    let handle = try unsafe enter()
    defer { leave() }
    var text = ""
    let status = unsafe withUnsafeMutablePointer(to: &text) { collected in
      // SAFETY: the library calls back during this call only, with the context given.
      unsafe mdb_reader_list(
        handle,
        { message, context in
          guard let message = unsafe message, let context = unsafe context else { return 0 }
          unsafe context.assumingMemoryBound(to: String.self).pointee += String(cString: message)
          return 0
        }, collected)
    }
    guard status >= 0 else { throw failure(ResultCode(rawValue: status), .checkReaders) }
    return text.split(separator: "\n").compactMap { ReaderSlot(line: $0) }
  }
}

extension ReaderSlot {
  /// Reads a line of the library's listing: process, thread (hexadecimal), transaction or `-`.
  /// None for the heading and for "(no active readers)".
  init?(line: Substring) {
    let words = line.split(separator: " ")
    guard words.count == 3, let process = Int(words[0]) else { return nil }
    self.process = process
    transaction = Int(words[2])
  }
}
