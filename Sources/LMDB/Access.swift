import CLMDB

/// The calls that both kinds of transaction share, on the raw handle.
///
/// SAFETY: every function borrows its spans for the duration of one library call, and a view it
/// returns points into the memory map, which stays unchanged until the transaction ends or writes;
/// the transactions express exactly that as a lifetime.
@safe struct Access: ~Escapable {
  let handle: OpaquePointer
  let path: String

  @_lifetime(immortal)
  init(handle: OpaquePointer, path: String) {
    unsafe self.handle = handle
    self.path = path
  }

  @_lifetime(copy self)
  func value(in table: Table, for key: Span<UInt8>) throws(LMDBError) -> Span<UInt8>? {
    var found = unsafe MDB_val()
    let status = unsafe withValue(key) { unsafe mdb_get(handle, table.handle, &$0, &found) }
    guard status != MDB_NOTFOUND else { return nil }
    try check(status, .get, path)
    return unsafe _overrideLifetime(unsafe view(found), copying: self)
  }

  func statistics(of table: Table) throws(LMDBError) -> TableStatistics {
    var raw = MDB_stat()
    try check(unsafe mdb_stat(handle, table.handle, &raw), .statistics, path)
    return TableStatistics(
      entryCount: raw.ms_entries,
      pageCount: raw.ms_branch_pages + raw.ms_leaf_pages + raw.ms_overflow_pages,
      depth: Int(raw.ms_depth), pageByteCount: Int(raw.ms_psize))
  }
}

/// Passes the bytes of a span to the library, which reads but never writes through them.
func withValue<R>(_ bytes: Span<UInt8>, _ body: (inout MDB_val) -> R) -> R {
  unsafe bytes.withUnsafeBytes { buffer in
    var value = unsafe MDB_val(
      mv_size: buffer.count, mv_data: UnsafeMutableRawPointer(mutating: buffer.baseAddress))
    return unsafe body(&value)
  }
}

/// A view of what the library returned; the caller narrows its lifetime to the transaction.
@_lifetime(immortal)
func view(_ value: MDB_val) -> Span<UInt8> {
  guard unsafe value.mv_size > 0, let data = unsafe value.mv_data else { return Span() }
  let start = unsafe UnsafePointer(data.assumingMemoryBound(to: UInt8.self))
  let span = unsafe Span(_unsafeStart: start, count: value.mv_size)
  return unsafe _overrideLifetime(span, borrowing: ())
}
