import CLMDB
import Glibc

extension Environment {
  /// Creates and opens a library handle with the flags that every environment of ours has.
  static func openHandle(
    path: String, options: EnvironmentOptions, isUnlocked: Bool = false
  ) throws(LMDBError) -> OpaquePointer {
    try checkLibrary()
    if let network = FileSystemKind(ofFolder: path)?.networkName {
      throw .networkFileSystem(name: network, path: path)
    }
    for _ in 0..<openingCountMax {
      let handle = try unsafe createHandle(path: path)
      do {
        try unsafe openFiles(handle, path: path, options: options, isUnlocked: isUnlocked)
        // A compaction that ended while this waited for its lock has put another file in place.
        if unsafe readsCurrentFile(handle, path: path),
          try unsafe agreesWithLockFile(handle, path: path)
        {
          try unsafe prepare(handle, path: path, options: options)
          return unsafe handle
        }
      } catch {
        unsafe mdb_env_close(handle)
        throw error
      }
      unsafe mdb_env_close(handle)
      // Those who try together must not find each other there every time.
      usleep(.random(in: 0..<openingPauseMicroseconds))
    }
    throw .failed(code: ResultCode(rawValue: EAGAIN), operation: .open, path: path)
  }

  /// More data files are never swapped in while one process opens.
  private static var openingCountMax: Int { 64 }
  private static var openingPauseMicroseconds: UInt32 { 20_000 }

  private static func readsCurrentFile(_ handle: OpaquePointer, path: String) -> Bool {
    var descriptor: mdb_filehandle_t = -1
    var (opened, named) = (stat(), stat())
    guard unsafe mdb_env_get_fd(handle, &descriptor) == MDB_SUCCESS,
      unsafe fstat(descriptor, &opened) == 0, unsafe stat(path + "/data.mdb", &named) == 0
    else { return true }
    return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  /// Whether the lock file belongs to the data file: it must not tell of a transaction that the data
  /// file has not seen.
  ///
  /// A process that was killed right after it replaced the data file leaves such a lock file to those
  /// who waited. The library would believe it and take the older of the two roots, which in a
  /// rewritten file is empty: reading finds nothing, and writing would lose everything. Whoever comes
  /// alone sets it up anew.
  private static func agreesWithLockFile(
    _ handle: OpaquePointer, path: String
  ) throws(LMDBError) -> Bool {
    var transaction: OpaquePointer?
    try check(unsafe mdb_txn_begin(handle, nil, UInt32(MDB_RDONLY), &transaction), .open, path)
    let announced = unsafe mdb_txn_id(transaction)
    unsafe mdb_txn_abort(transaction)
    var info = unsafe MDB_envinfo()
    try check(unsafe mdb_env_info(handle, &info), .open, path)
    return unsafe announced <= info.me_last_txnid
  }

  private static func prepare(
    _ handle: OpaquePointer, path: String, options: EnvironmentOptions
  ) throws(LMDBError) {
    var dead: Int32 = 0
    try check(unsafe mdb_reader_check(handle, &dead), .checkReaders, path)
    try unsafe mendFileLength(handle, path: path, options: options)
  }

  private static func createHandle(path: String) throws(LMDBError) -> OpaquePointer {
    var created: OpaquePointer?
    try check(unsafe mdb_env_create(&created), .open, path)
    guard let handle = unsafe created else {
      throw .failed(code: .noMemory, operation: .open, path: path)
    }
    let settings = unsafe [
      mdb_env_set_mapsize(handle, EnvironmentOptions.mapByteCount),
      mdb_env_set_maxreaders(handle, UInt32(EnvironmentOptions.readerCountMax)),
      mdb_env_set_maxdbs(handle, MDB_dbi(EnvironmentOptions.tableCountMax)),
    ]
    for status in settings { try check(status, .open, path) }
    return unsafe handle
  }

  /// Opens the files. Slots belong to transactions and not to threads (`MDB_NOTLS`); writes go
  /// through the file and never through the map, so a full disk is an error and not a signal.
  private static func openFiles(
    _ handle: OpaquePointer, path: String, options: EnvironmentOptions, isUnlocked: Bool
  ) throws(LMDBError) {
    if !options.isReadOnly { try reserveLockFile(path, options) }
    var flags = UInt32(MDB_NOTLS)
    if options.isReadOnly { flags |= UInt32(MDB_RDONLY) }
    if isUnlocked { flags |= UInt32(MDB_NOLOCK) }
    try check(unsafe mdb_env_open(handle, path, flags, options.fileMode), .open, path)
  }

  /// Takes the blocks of a new lock file from the disk. The library makes the file sparse and maps it,
  /// so on a full disk the first use of a slot would end the process instead of being an error.
  private static func reserveLockFile(
    _ path: String, _ options: EnvironmentOptions
  ) throws(LMDBError) {
    let lock = path + "/lock.mdb"
    let file = unsafe Glibc.open(lock, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, options.fileMode)
    // One that is there has been reserved by whoever made it.
    guard file >= 0 else { return }
    defer { _ = close(file) }
    let byteCount = off_t(lockHeaderByteCount + options.lockSlotByteCount)
    let code = posix_fallocate(file, 0, byteCount)
    guard code == ENOSPC || code == EDQUOT else { return }
    _ = unsafe unlink(lock)
    throw .failed(code: ResultCode(rawValue: code), operation: .open, path: path)
  }

  /// More than the library's header before the reader slots takes.
  private static var lockHeaderByteCount: Int { 256 }

  private static func checkLibrary() throws(LMDBError) {
    let version = LibraryVersion.current
    guard version.major == 0, version.minor == 9 else {
      throw .unsuitedLibrary(version: version.description)
    }
  }

  static func statistics(
    of handle: OpaquePointer, path: String
  ) throws(LMDBError) -> EnvironmentStatistics {
    var info = unsafe MDB_envinfo()
    var pages = MDB_stat()
    try check(unsafe mdb_env_info(handle, &info), .statistics, path)
    try check(unsafe mdb_env_stat(handle, &pages), .statistics, path)
    let pageByteCount = Int(pages.ms_psize)
    return unsafe EnvironmentStatistics(
      fileByteCount: fileByteCount(handle),
      usedByteCount: (info.me_last_pgno + 1) * pageByteCount,
      pageByteCount: pageByteCount,
      lastTransaction: info.me_last_txnid,
      readerCount: Int(info.me_numreaders))
  }

  private static func fileByteCount(_ handle: OpaquePointer) -> Int {
    var descriptor: mdb_filehandle_t = -1
    var status = stat()
    guard unsafe mdb_env_get_fd(handle, &descriptor) == MDB_SUCCESS,
      unsafe fstat(descriptor, &status) == 0
    else { return 0 }
    return Int(status.st_size)
  }

  /// Refuses a data file that was cut off: touching a page behind its end would kill the process.
  ///
  /// A commit may leave its last pages unwritten if it freed them at once, so a file that lacks only
  /// a few is completed with zeros; if they held anything, the tree check finds them damaged.
  private static func mendFileLength(
    _ handle: OpaquePointer, path: String, options: EnvironmentOptions
  ) throws(LMDBError) {
    let found = try unsafe statistics(of: handle, path: path)
    let missing = found.usedByteCount - found.fileByteCount
    guard missing > 0, found.lastTransaction > 0 else { return }
    let cutOff = LMDBError.truncated(
      path: path, expectedByteCount: found.usedByteCount, byteCount: found.fileByteCount)
    guard !options.isReadOnly, missing <= unwrittenPageCountMax * found.pageByteCount else {
      throw cutOff
    }
    // Beginning a write takes the lock, so that no other process is growing the file meanwhile.
    var transaction: OpaquePointer?
    try check(unsafe mdb_txn_begin(handle, nil, 0, &transaction), .beginWrite, path)
    defer { unsafe mdb_txn_abort(transaction) }
    let current = try unsafe statistics(of: handle, path: path)
    guard current.usedByteCount > current.fileByteCount else { return }
    var descriptor: mdb_filehandle_t = -1
    try check(unsafe mdb_env_get_fd(handle, &descriptor), .open, path)
    guard ftruncate(descriptor, current.usedByteCount) == 0 else { throw cutOff }
  }

  /// Pages that a commit may free again before it writes them, at the very end of the file.
  private static var unwrittenPageCountMax: Int { 16 }
}

/// The version of the storage library found at run time.
struct LibraryVersion: CustomStringConvertible {
  let major: Int32
  let minor: Int32
  let patch: Int32

  static var current: LibraryVersion {
    var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
    _ = unsafe mdb_version(&major, &minor, &patch)
    return LibraryVersion(major: major, minor: minor, patch: patch)
  }

  /// Versions whose closing destroys the lock that other processes hold (fixed in 0.9.32): their
  /// environments stay open until the process ends.
  var breaksSharedLocksOnClose: Bool { major == 0 && minor == 9 && (26...31).contains(patch) }

  var description: String { "\(major).\(minor).\(patch)" }
}
