import CLMDB

/// Walks a table in key order, forwards or backwards; nil means the end, a failure is thrown.
///
/// An entry is valid until the cursor moves again, which the compiler enforces.
@safe package struct Cursor: ~Copyable, ~Escapable {
  private let handle: OpaquePointer
  private let path: String

  @_lifetime(immortal)
  init(transaction: OpaquePointer, table: Table, path: String) throws(LMDBError) {
    var opened: OpaquePointer?
    try check(unsafe mdb_cursor_open(transaction, table.handle, &opened), .scan, path)
    guard let cursor = unsafe opened else {
      throw .failed(code: .noMemory, operation: .scan, path: path)
    }
    unsafe self.handle = cursor
    self.path = path
  }

  // SAFETY: the cursor borrows its transaction, so it is closed before the transaction ends.
  deinit { unsafe mdb_cursor_close(handle) }

  /// The entry of the smallest key.
  @_lifetime(&self)
  package mutating func first() throws(LMDBError) -> Entry? { try move(MDB_FIRST) }

  /// The entry of the greatest key.
  @_lifetime(&self)
  package mutating func last() throws(LMDBError) -> Entry? { try move(MDB_LAST) }

  /// The entry behind the present one; the first if the cursor has not moved yet.
  @_lifetime(&self)
  package mutating func next() throws(LMDBError) -> Entry? { try move(MDB_NEXT) }

  /// The entry before the present one; the last if the cursor has not moved yet.
  @_lifetime(&self)
  package mutating func previous() throws(LMDBError) -> Entry? { try move(MDB_PREV) }

  /// The entry of the smallest key that is not less than `key`.
  @_lifetime(&self)
  package mutating func seek(atLeast key: Span<UInt8>) throws(LMDBError) -> Entry? {
    try move(MDB_SET_RANGE, key)
  }

  /// The entry of the smallest number that is not less than `number`.
  @_lifetime(&self)
  package mutating func seek(atLeast number: UInt64) throws(LMDBError) -> Entry? {
    let key = NumberKey(number)
    return try move(MDB_SET_RANGE, key.span)
  }

  /// Calls `body` for every entry whose key begins with `prefix`, in key order.
  package mutating func scan(
    prefix: Span<UInt8>, _ body: (Entry) throws -> Void
  ) throws {
    var continues = try Self.visit(seek(atLeast: prefix), prefix, body)
    while continues { continues = try Self.visit(next(), prefix, body) }
  }

  private static func visit(
    _ entry: Entry?, _ prefix: Span<UInt8>, _ body: (Entry) throws -> Void
  ) throws -> Bool {
    guard let entry, entry.keyBegins(with: prefix) else { return false }
    try body(entry)
    return true
  }

  @_lifetime(&self)
  private mutating func move(
    _ operation: MDB_cursor_op, _ sought: Span<UInt8> = Span()
  ) throws(LMDBError) -> Entry? {
    var key = unsafe MDB_val()
    var value = unsafe MDB_val()
    let status = unsafe withValue(sought) { rawKey in
      unsafe key = rawKey
      return unsafe mdb_cursor_get(handle, &key, &value, operation)
    }
    guard status != MDB_NOTFOUND else { return nil }
    try check(status, .scan, path)
    let entry = unsafe Entry(key: view(key), value: view(value))
    return unsafe _overrideLifetime(entry, mutating: &self)
  }
}
