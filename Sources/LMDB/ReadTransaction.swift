import CLMDB

/// A consistent view of an environment at one commit, lent to the closure of `Environment.read`.
///
/// Nothing read through it can outlive it: views are bound to the transaction by the compiler.
/// A read under way keeps the pages it sees from being reused, so it is kept short.
@safe package struct ReadTransaction: ~Copyable, ~Escapable {
  private let handle: OpaquePointer
  private let path: String

  @_lifetime(immortal)
  init(handle: OpaquePointer, path: String) {
    unsafe self.handle = handle
    self.path = path
  }

  // SAFETY: the handle was begun for this value alone and is released nowhere else.
  deinit { unsafe mdb_txn_abort(handle) }

  private var access: Access {
    @_lifetime(borrow self) get {
      let access = unsafe Access(handle: handle, path: path)
      return unsafe _overrideLifetime(access, borrowing: self)
    }
  }

  /// The value stored under `key`, in place in the memory map; nil if there is none.
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

  /// A cursor before the first entry of `table`, in the order of the keys' bytes.
  @_lifetime(borrow self)
  package borrowing func cursor(over table: Table) throws(LMDBError) -> Cursor {
    let cursor = try unsafe Cursor(transaction: handle, table: table, path: path)
    return unsafe _overrideLifetime(cursor, borrowing: self)
  }

  /// Number of entries and pages of `table`.
  package borrowing func statistics(of table: Table) throws(LMDBError) -> TableStatistics {
    try access.statistics(of: table)
  }
}
