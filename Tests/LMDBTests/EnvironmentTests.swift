import Foundation
import Glibc
import LMDB
import Testing

@Suite struct EnvironmentTests {
  @Test func storesAndReadsBackAfterReopening() throws {
    let folder = try TemporaryFolder()
    do {
      let environment = try Environment.open(at: folder.path)
      let table = try environment.table("things")
      try environment.write { transaction in
        try transaction.put(bytes("one").span, for: bytes("1").span, in: table)
      }
    }
    let reopened = try Environment.open(at: folder.path)
    let table = try reopened.table("things")
    #expect(try text(in: reopened, table, key: "1") == "one")
    #expect(try text(in: reopened, table, key: "2") == nil)
  }

  @Test func leavesNothingBehindWhenTheBodyThrows() throws {
    struct Refused: Error {}
    let folder = try TemporaryFolder()
    let environment = try Environment.open(at: folder.path)
    let table = try environment.table("things")
    #expect(throws: Refused.self) {
      try environment.write { transaction in
        try transaction.put(bytes("one").span, for: bytes("1").span, in: table)
        throw Refused()
      }
    }
    #expect(try text(in: environment, table, key: "1") == nil)
  }

  @Test func handsOutOneEnvironmentPerFolder() throws {
    let folder = try TemporaryFolder()
    let first = try Environment.open(at: folder.path)
    let link = folder.path + "-link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
    defer { try? FileManager.default.removeItem(atPath: link) }
    let second = try Environment.open(at: link)
    #expect(first === second)
  }

  @Test func readerAndWriterShareAFolderOnlyAsWriter() throws {
    let folder = try TemporaryFolder()
    do { _ = try Environment.open(at: folder.path).table("things") }
    let reader = try Environment.open(
      at: folder.path, options: EnvironmentOptions(isReadOnly: true))
    #expect(throws: LMDBError.openForReadingOnly(path: folder.path)) {
      try Environment.open(at: folder.path)
    }
    #expect(throws: LMDBError.openForReadingOnly(path: reader.path)) {
      try reader.write { _ in }
    }
  }

  @Test func readsFromAFolderWithoutLockFileOrWritePermission() throws {
    let folder = try TemporaryFolder()
    do {
      let environment = try Environment.open(at: folder.path)
      let table = try environment.table("things")
      try environment.write { try $0.put(bytes("v").span, for: bytes("k").span, in: table) }
    }
    try FileManager.default.removeItem(atPath: folder.path + "/lock.mdb")
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    }
    let reader = try Environment.open(
      at: folder.path, options: EnvironmentOptions(isReadOnly: true))
    #expect(try text(in: reader, try reader.table("things"), key: "k") == "v")
  }

  @Test func namesTheProblemOfAFolderThatIsMissing() throws {
    let error = #expect(throws: LMDBError.self) {
      try Environment.open(at: "/nonexistent/folder")
    }
    #expect(error?.code == .noSuchFile)
    #expect(error?.remedy.isEmpty == false)
  }

  @Test func refusesAFileOfAnotherFormat() throws {
    let folder = try TemporaryFolder()
    try Data(repeating: 0x5A, count: 16_384).write(to: URL(filePath: folder.path + "/data.mdb"))
    let error = #expect(throws: LMDBError.self) { try Environment.open(at: folder.path) }
    #expect(error?.code == .invalidFile)
  }

  @Test func refusesADataFileThatWasCutOff() throws {
    let folder = try TemporaryFolder()
    try fill(folder.path, count: 2_000)
    let file = try FileHandle(forUpdating: URL(filePath: folder.path + "/data.mdb"))
    try file.truncate(atOffset: 64 * 1024)
    try file.close()
    let error = #expect(throws: LMDBError.self) { try Environment.open(at: folder.path) }
    guard case .truncated(_, let expected, let found) = error else {
      Issue.record("expected a truncated file, got \(String(describing: error))")
      return
    }
    #expect(expected > found)
    #expect(found == 64 * 1024)
  }

  @Test func tellsSizesAndReaders() throws {
    let folder = try TemporaryFolder()
    try fill(folder.path, count: 100)
    let environment = try Environment.open(at: folder.path)
    let table = try environment.table("things")
    let statistics = try environment.statistics()
    #expect(statistics.fileByteCount >= statistics.pageByteCount)
    #expect(try environment.read { try $0.statistics(of: table).entryCount } == 100)
    #expect(try environment.clearStaleReaders() == 0)
  }

  @Test func namesNetworkFileSystemsAndNoOthers() {
    #expect(FileSystemKind(magic: 0x6969).networkName == "NFS")
    #expect(FileSystemKind(magic: 0xFF53_4D42).networkName == "CIFS")
    #expect(FileSystemKind(magic: 0x0102_1997).networkName == "9P")
    #expect(FileSystemKind(magic: FileSystemKind.fuse, mountType: "fuse.sshfs").networkName != nil)
    let localKinds: [UInt32] = [0xEF53, 0x0102_1994, 0x794C_7630, 0x9123_683E, 0x5846_5342]
    for magic in localKinds { #expect(FileSystemKind(magic: magic).networkName == nil) }
    let overlay = FileSystemKind(magic: FileSystemKind.fuse, mountType: "fuse.fuse-overlayfs")
    #expect(overlay.networkName == nil)
  }

  @Test func aLimitOnAddressSpaceIsAnError() async throws {
    let folder = try TemporaryFolder()
    await #expect(processExitsWith: .exitCode(42)) { [path = folder.path as String] in
      let error = try Limited.open(path, addressSpaceByteCount: 8 << 30)
      exit(error?.code == .noMemory && error?.remedy.contains("address space") == true ? 42 : 2)
    }
  }

  @Test func locksAFileForOneOwner() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/writer.lock"
    do {
      let first = try FileLock(tryAt: path)
      #expect(first != nil)
      #expect(try FileLock(tryAt: path) == nil)
      withExtendedLifetime(first) {}
    }
    #expect(try FileLock(tryAt: path) != nil)
  }
}

/// A child process with less address space than an environment reserves.
private enum Limited {
  static func open(_ path: String, addressSpaceByteCount: UInt) throws -> LMDBError? {
    var limits = rlimit(rlim_cur: addressSpaceByteCount, rlim_max: addressSpaceByteCount)
    guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limits) == 0 else {
      return nil
    }
    do {
      _ = try Environment.open(at: path)
      return nil
    } catch {
      return error
    }
  }
}
