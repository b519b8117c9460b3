/// How an environment is opened. The limits are the ones every Kiem environment shares.
package struct EnvironmentOptions: Hashable, Sendable {
  /// Only reads are allowed; the folder and its files may lie on a read-only medium.
  package var isReadOnly: Bool
  /// Permission bits of files that are created.
  package var fileMode: UInt32

  package init(isReadOnly: Bool = false, fileMode: UInt32 = 0o644) {
    self.isReadOnly = isReadOnly
    self.fileMode = fileMode
  }

  /// Address space reserved at open: the file grows inside it, so no process ever has to remap.
  /// The reservation is sparse; a disk fills up long before it.
  package static let mapByteCount = 1 << 40
  /// Reader slots in the lock file, over all processes.
  package static let readerCountMax = 510
  /// Bytes of the reader slots, a cache line each.
  var lockSlotByteCount: Int { Self.readerCountMax * 64 }
  /// Named tables per environment.
  package static let tableCountMax = 32
  /// Longest key that the library's default build stores.
  package static let keyByteCountMax = 511
}

/// Sizes of an environment at one moment, for `status`.
package struct EnvironmentStatistics: Hashable, Sendable {
  /// Bytes of the data file.
  package let fileByteCount: Int
  /// Bytes up to the last page in use.
  package let usedByteCount: Int
  package let pageByteCount: Int
  /// Number of the last durable commit.
  package let lastTransaction: Int
  /// Slots taken by readers, over all processes.
  package let readerCount: Int
}
