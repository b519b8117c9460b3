import Foundation
import Glibc
import LMDB
import LedgerModel
import Vault

/// The folder of a backup and what lies where in it.
///
/// | path | holds |
/// |---|---|
/// | `backup.json` | see `BackupManifest` |
/// | `log/` | the events, head and tiles, as in a ledger |
/// | `vault/` | see `Vault.copy`; as in a ledger, without what was not asked for |
/// | `keys/` | the public part of the signing key |
struct BackupFolder {
  let path: String

  init(path: String) { self.path = LedgerFolder(path: path).path }

  /// The same parts under the names that they have in a ledger.
  var ledger: LedgerFolder { LedgerFolder(path: path) }
  var manifest: String { path + "/" + BackupManifest.fileName }
  /// Where a vault is prepared before it takes its name.
  var vaultDraft: String { path + "/vault.new" }

  /// Whether there is a manifest.
  var isThere: Bool { FileManager.default.fileExists(atPath: manifest) }

  /// Makes the folder, readable by its owner alone, or takes the one that an earlier run made.
  func prepare() throws {
    let files = FileManager.default
    if !isThere, let content = try? files.contentsOfDirectory(atPath: path), !content.isEmpty {
      throw LedgerError.folderNotEmpty(path: path)
    }
    do {
      for part in [path, ledger.log, ledger.keys] {
        try files.createDirectory(
          atPath: part, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      }
      try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    } catch {
      throw LedgerError.cannotCreate(path: path, reason: LedgerError.reason(of: error))
    }
  }

  /// Keeps two backups from writing into one folder.
  func lock() throws -> FileLock {
    guard let lock = try FileLock(tryAt: path + "/backup.lock") else {
      throw LedgerError.busy(path: path)
    }
    return lock
  }

  func readManifest() throws -> BackupManifest? {
    guard isThere else { return nil }
    guard let content = FileManager.default.contents(atPath: manifest) else {
      throw BackupProblem.damagedManifest(path: path)
    }
    return try BackupManifest(Array(content), path: path)
  }

  /// Replaces the manifest in one step and returns once it is on the disk.
  func write(_ manifest: BackupManifest) throws {
    try DurableFile.replace(self.manifest, with: Array((manifest.json + "\n").utf8))
    try synchroniseFolder(at: path)
  }

  /// Copies the keys that everybody may see; the signing key itself stays where it is.
  func copyPublicKeys(from ledger: LedgerFolder) throws {
    let files = FileManager.default
    guard files.fileExists(atPath: ledger.keys) else { return }
    for name in try files.contentsOfDirectory(atPath: ledger.keys).sorted() {
      let source = ledger.keys + "/" + name
      let mode = try files.attributesOfItem(atPath: source)[.posixPermissions] as? Int ?? 0
      // What only its owner may read is secret.
      guard mode & 0o044 != 0, let content = files.contents(atPath: source) else { continue }
      try DurableFile.replace(self.ledger.keys + "/" + name, with: Array(content))
    }
    try synchroniseFolder(at: self.ledger.keys)
  }
}

/// Files that are there whole or not at all, readable by their owner alone.
enum DurableFile {
  static func replace(_ path: String, with bytes: [UInt8]) throws {
    let draft = path + ".new"
    let files = FileManager.default
    guard
      files.createFile(
        atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forWritingAtPath: draft)
    else { throw LedgerError.cannotCreate(path: path, reason: "the file cannot be written") }
    try handle.write(contentsOf: Data(bytes))
    try handle.synchronize()
    try handle.close()
    try rename(draft, to: path)
  }

  /// Gives a file its name in one step; a file of that name gives way.
  static func rename(_ draft: String, to path: String) throws {
    guard unsafe Glibc.rename(draft, path) == 0 else {
      throw LedgerError.cannotCreate(path: path, reason: unsafe String(cString: strerror(errno)))
    }
  }
}
