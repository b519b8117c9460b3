import Foundation
import LMDB

/// The folder of a ledger and what lies where in it.
///
/// | path | holds | may be deleted |
/// |---|---|---|
/// | `log/` | the events, the head and the hash tiles | never |
/// | `index/` | identifiers and known entities, a fold of the log | yes |
/// | `projections/` | one environment for each generation of the sources | yes |
/// | `vault/` | personal data and keys | no |
/// | `keys/` | the signing key | no |
/// | `checkpoints/` | signed sizes and roots, one plain file each | no |
package struct LedgerFolder: Hashable, Sendable {
  package let path: String

  package init(path: String) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  package var log: String { path + "/log" }
  package var index: String { path + "/index" }
  package var projections: String { path + "/projections" }
  package var vault: String { path + "/vault" }
  package var keys: String { path + "/keys" }
  /// Held by a command that must be the only bulk writer.
  package var bulkLock: String { log + "/writer.lock" }
  /// Where a new ledger is prepared before it gets its name.
  var draft: String { path + ".creating" }

  var parts: [String] { [log, index, projections, vault, keys] }
}

extension LedgerFolder {
  /// Makes sure that the folder holds a log before it is opened.
  func checkExists() throws(LedgerError) {
    let files = FileManager.default
    guard files.fileExists(atPath: path) else {
      if files.fileExists(atPath: draft) { throw .halfCreated(path: path) }
      throw .missing(path: path)
    }
    // Below a plain file nothing exists either, so this also refuses a file in the folder's place.
    guard files.fileExists(atPath: log + "/data.mdb") else { throw .notALedger(path: path) }
  }

  /// Prepares the empty parts of a new ledger under a name of their own.
  ///
  /// - Returns: the folder to fill; `adopt` gives it its final name.
  func prepareDraft() throws(LedgerError) -> LedgerFolder {
    let files = FileManager.default
    if let content = try? files.contentsOfDirectory(atPath: path), !content.isEmpty {
      if files.fileExists(atPath: log + "/data.mdb") { throw .alreadyExists(path: path) }
      throw .folderNotEmpty(path: path)
    }
    let prepared = LedgerFolder(path: draft)
    do {
      if files.fileExists(atPath: draft) { try files.removeItem(atPath: draft) }
      for part in prepared.parts {
        try files.createDirectory(atPath: part, withIntermediateDirectories: true)
      }
      for part in [prepared.vault, prepared.keys] {
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: part)
      }
    } catch {
      throw .cannotCreate(path: path, reason: LedgerError.reason(of: error))
    }
    return prepared
  }

  /// Gives a prepared ledger its name in one step, so that it exists whole or not at all.
  func adopt(_ prepared: LedgerFolder) throws(LedgerError) {
    do {
      for part in prepared.parts + [prepared.path] { try synchroniseFolder(at: part) }
      let parent = URL(filePath: path).deletingLastPathComponent().path
      // An empty folder of that name gives way: renaming replaces it only while it is empty.
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
      try FileManager.default.moveItem(atPath: prepared.path, toPath: path)
      try synchroniseFolder(at: parent)
    } catch {
      throw .cannotCreate(path: path, reason: LedgerError.reason(of: error))
    }
  }
}
