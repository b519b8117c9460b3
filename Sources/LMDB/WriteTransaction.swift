import CLMDB

/// The one transaction that may change an environment, lent to the closure of `Environment.write`.
///
/// Every change is `mutating`, so a view from a read cannot be alive while something is stored: a
/// stored value may move the page that the view points to. It commits when the closure returns and
/// leaves nothing behind when the closure throws.
@safe package struct WriteTransaction: ~Copyable, ~Escapable {
  private let handle: OpaquePointer
  private let path: String
  /// The library releases the handle in a commit, so it must not be aborted after one.
  private var isSpent = false

  @_lifetime(immortal)
  init(handle: OpaquePointer, path: String) {
    unsafe self.handle = handle
    self.path = path
  }

  // SAFETY: the handle was begun for this value alone; only `commit` releases it otherwise.
  deinit { if !isSpent { unsafe mdb_txn_abort(handle) } }

  /// Makes everything durable; the handle is spent whatever the outcome.
  consuming func commit() throws(LMDBError) {
    isSpent = true
    try check(unsafe mdb_txn_commit(handle), .commit, path)
  }

  private var access: Access {
    @_lifetime(borrow self) get {
      let access = unsafe Access(handle: handle, path: path)
      return unsafe _overrideLifetime(access, borrowing: self)
    }
  }
}

// MARK: - Reading what is committed or was stored in this transaction

extension WriteTransaction {
  /// The value stored under `key`, in place; nil if there is none. Ends with the next change.
  @_lifetime(borrow self)
  package borrowing func value(
    in table: Table, for key: Span<UInt8>
  ) throws(LMDBError) -> Span<UInt8>? {
    let found = try access.value(in: table, for: key)
    return unsafe _overrideLifetime(found, borrowing: self)
  }

  /// The value stored under the eight big-endian bytes of `number`.
  @_lifetime(borrow self)
  package borrowing func value(
    in table: Table, at number: UInt64
  ) throws(LMDBError) -> Span<UInt8>? {
    let key = NumberKey(number)
    let found = try access.value(in: table, for: key.span)
    return unsafe _overrideLifetime(found, borrowing: self)
  }

  /// A cursor before the first entry of `table`; it must end before the next change.
  @_lifetime(borrow self)
  package borrowing func cursor(over table: Table) throws(LMDBError) -> Cursor {
    let cursor = try unsafe Cursor(transaction: handle, table: table, path: path)
    return unsafe _overrideLifetime(cursor, borrowing: self)
  }

  /// Number of entries and pages of `table`, changes of this transaction included.
  package borrowing func statistics(of table: Table) throws(LMDBError) -> TableStatistics {
    try access.statistics(of: table)
  }
}

// MARK: - Changing

extension WriteTransaction {
  /// Stores `value` under `key`, replacing what was there.
  @_lifetime(self: copy self)
  package mutating func put(
    _ value: Span<UInt8>, for key: Span<UInt8>, in table: Table
  ) throws(LMDBError) {
    try check(store(value, key, table, flags: 0), .put, path)
  }

  /// Stores `value` under `key` unless the key is taken; says whether it stored.
  @_lifetime(self: copy self)
  package mutating func putIfAbsent(
    _ value: Span<UInt8>, for key: Span<UInt8>, in table: Table
  ) throws(LMDBError) -> Bool {
    let status = store(value, key, table, flags: UInt32(MDB_NOOVERWRITE))
    guard status != MDB_KEYEXIST else { return false }
    try check(status, .put, path)
    return true
  }

  /// Stores `value` under `number`, which must be greater than every key of the table so far.
  ///
  /// Pages are filled completely, without a search; a smaller number is `.keyExists`.
  @_lifetime(self: copy self)
  package mutating func append(
    _ value: Span<UInt8>, at number: UInt64, in table: Table
  ) throws(LMDBError) {
    let key = NumberKey(number)
    try check(store(value, key.span, table, flags: UInt32(MDB_APPEND)), .put, path)
  }

  /// Stores `value` under `key`, which must be greater than every key of the table so far.
  @_lifetime(self: copy self)
  package mutating func append(
    _ value: Span<UInt8>, for key: Span<UInt8>, in table: Table
  ) throws(LMDBError) {
    try check(store(value, key, table, flags: UInt32(MDB_APPEND)), .put, path)
  }

  /// Removes `key`; says whether it was there.
  @_lifetime(self: copy self)
  package mutating func delete(_ key: Span<UInt8>, in table: Table) throws(LMDBError) -> Bool {
    let status = unsafe withValue(key) { unsafe mdb_del(handle, table.handle, &$0, nil) }
    guard status != MDB_NOTFOUND else { return false }
    try check(status, .delete, path)
    return true
  }

  /// Empties `table` and keeps it open.
  @_lifetime(self: copy self)
  package mutating func deleteAll(in table: Table) throws(LMDBError) {
    try check(unsafe mdb_drop(handle, table.handle, 0), .delete, path)
  }

  private func store(
    _ value: Span<UInt8>, _ key: Span<UInt8>, _ table: Table, flags: UInt32
  ) -> Int32 {
    unsafe withValue(key) { rawKey in
      unsafe withValue(value) { rawValue in
        unsafe mdb_put(handle, table.handle, &rawKey, &rawValue, flags)
      }
    }
  }
}
