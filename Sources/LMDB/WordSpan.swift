import CLMDB

extension Span where Element == UInt8 {
  /// The same bytes as words of the machine's byte order, in place; nil unless they begin at a
  /// boundary of eight bytes and fill whole words, as stored values larger than a page do.
  @_lifetime(copy self)
  package func words() -> Span<UInt64>? {
    let start = unsafe withUnsafeBytes { $0.baseAddress }
    guard count > 0, count % 8 == 0, let start = unsafe start, UInt(bitPattern: start) % 8 == 0
    else { return nil }
    // SAFETY: the address is aligned and the bytes are borrowed as long as `self`, to which the
    // result is bound; every bit pattern is a word.
    let words = unsafe start.assumingMemoryBound(to: UInt64.self)
    let span = unsafe Span<UInt64>(_unsafeStart: words, count: count / 8)
    return unsafe _overrideLifetime(span, copying: self)
  }

  /// The eight bytes from `offset` as a little-endian number, wherever they lie.
  @inlinable
  package func littleEndianWord(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count - 8, "A word lies inside its bytes.")
    // SAFETY: the range was checked, and loading does not ask for alignment.
    return unsafe withUnsafeBytes {
      UInt64(littleEndian: unsafe $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }
}

extension WriteTransaction {
  /// Stores words as they lie in memory, replacing what was under `key`; `words()` reads them in
  /// place if they take more than a page.
  @_lifetime(self: copy self)
  package mutating func put(
    words: Span<UInt64>, for key: Span<UInt8>, in table: Table
  ) throws(LMDBError) {
    // SAFETY: the library copies the bytes during the call and never writes through the pointer.
    let count = words.count * 8
    let start = unsafe words.withUnsafeBytes { $0.baseAddress }
    let begin = unsafe start?.assumingMemoryBound(to: UInt8.self)
    guard let begin = unsafe begin else { return try put(Span(), for: key, in: table) }
    let bytes = unsafe Span<UInt8>(_unsafeStart: begin, count: count)
    try put(bytes, for: key, in: table)
  }
}
