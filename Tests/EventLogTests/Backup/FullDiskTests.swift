import EventLog
import Evidence
import Foundation
import LedgerModel
import Testing
import Vault

/// A file system of its own in memory, small enough to be full at once; only root may make one.
private final class SmallDisk {
  let path: String

  init(folder: String, byteCount: Int) throws {
    path = folder + "/disk"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try #require(Self.run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(byteCount)", "kiem", path]))
  }

  deinit { _ = Self.run("/bin/umount", ["-l", path]) }

  static func run(_ program: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// Whether this machine lets us mount.
  static let isPossible: Bool = {
    do {
      let folder = try TemporaryFolder()
      _ = try SmallDisk(folder: folder.path, byteCount: 65_536)
      return true
    } catch {
      return false
    }
  }()
}

@Suite("Full disks", .serialized) struct FullDiskTests {
  @Test(
    "a backup that fills the disk is an error, and goes on once there is space",
    .enabled(if: SmallDisk.isPossible), arguments: [100_000, 160_000, 260_000, 420_000])
  func backup(free: Int) throws {
    let persons = try PersonsFixture()
    try BackupTests.study(persons.log, 0..<1_200)
    let disk = try SmallDisk(folder: persons.fixture.folder.path, byteCount: 4 << 20)
    let (filler, target) = (disk.path + "/filler", disk.path + "/backup")
    try Data(count: (4 << 20) - free).write(to: URL(filePath: filler))
    let error = #expect(throws: LedgerError.self) {
      try persons.log.backup(to: target, options: BackupTests.options(keys: true))
    }
    #expect(error?.isOutOfSpace == true, "\(String(describing: error))")
    try FileManager.default.removeItem(atPath: filler)
    let report = try persons.log.backup(to: target, options: BackupTests.options(keys: true))
    #expect(report.root == (try persons.log.head().root.hex))
    // A name and an account of 40 officials, the accounts of 50 who studied.
    #expect(report.vault.valueCount == 130)
    if free >= 420_000 { #expect(report.resumedAt > .empty) }
  }
}
