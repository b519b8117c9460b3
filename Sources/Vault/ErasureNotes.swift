import Foundation
import LMDB
import LedgerModel

/// The files that note erasures under way: `vault/erasures/PSEUDONYM`, mode 0600, gone when the
/// erasure is finished. Normally there is none.
struct ErasureNotes {
  private let folder: String

  init(vault: String) { folder = vault + "/erasures" }

  /// Every erasure that was begun and not finished, in the order of their pseudonyms.
  func all() throws -> [Erasure] {
    let files = FileManager.default
    guard files.fileExists(atPath: folder) else { return [] }
    let names = try files.contentsOfDirectory(atPath: folder).filter(Pseudonym.hasForm).sorted()
    return try names.map { name in
      guard let content = files.contents(atPath: folder + "/" + name) else {
        throw VaultError.damaged(path: folder, table: "erasures")
      }
      do {
        return try Erasure(encoded: Array(content))
      } catch {
        throw VaultError.damaged(path: folder, table: "erasures")
      }
    }
  }

  /// Number of erasures under way; 0 where the folder is missing or may not be read.
  var count: Int {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.count(where: Pseudonym.hasForm)
  }

  /// Writes a note that is there whole or not at all, and returns once it is on the disk.
  func write(_ erasure: Erasure) throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let (draft, path) = (draftPath(erasure.person), folder + "/" + erasure.person)
    try SecretFile.write(erasure.encoded, to: draft)
    try files.moveItem(atPath: draft, toPath: path)
    try synchroniseFolder(at: folder)
    try synchroniseFolder(at: URL(filePath: folder).deletingLastPathComponent().path)
  }

  /// Overwrites the note and removes it, because it holds what the person's accounts are found by.
  func remove(_ erasure: Erasure) throws {
    for path in [draftPath(erasure.person), folder + "/" + erasure.person]
    where FileManager.default.fileExists(atPath: path) {
      try SecretFile.destroy(path)
    }
    try synchroniseFolder(at: folder)
  }

  private func draftPath(_ person: String) -> String { folder + "/" + person + ".new" }
}
