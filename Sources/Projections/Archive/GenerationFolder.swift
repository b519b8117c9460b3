import Foundation
package import LMDB

/// The generations of a ledger's stored sources: numbered folders, one of them live.
///
/// The file `live` names the live one; it is replaced by renaming, so a reader finds the old or the
/// new generation, whole. `folder.lock` is held by whoever writes rows.
package struct GenerationFolder: Sendable, Hashable {
  package let path: String

  package init(path: String) { self.path = path }

  /// The folder of a generation.
  package func folder(of generation: Int) -> String { "\(path)/\(generation)" }

  /// The lock of the one process that writes rows; none when another one holds it.
  package func lock() throws -> FileLock? {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return try FileLock(tryAt: "\(path)/folder.lock")
  }

  /// The generation that readers use; none when there is none.
  package var live: Int? {
    guard let text = try? String(contentsOfFile: pointer, encoding: .utf8) else { return nil }
    return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)).flatMap {
      FileManager.default.fileExists(atPath: folder(of: $0)) ? $0 : nil
    }
  }

  /// All generations, ascending; live, older and unfinished ones.
  package var generations: [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { Int($0) }.sorted()
  }

  /// Makes the empty folder of a new generation and returns its number.
  package func makeNext() throws -> Int {
    let number = max(generations.last ?? 0, live ?? 0) + 1
    try FileManager.default.createDirectory(
      atPath: folder(of: number), withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: mark(of: number)))
    return number
  }

  /// True for a generation whose rebuild has not ended.
  package func isUnfinished(_ generation: Int) -> Bool {
    FileManager.default.fileExists(atPath: mark(of: generation))
  }

  /// Says that every row of the generation is there.
  package func markFinished(_ generation: Int) throws {
    try FileManager.default.removeItem(atPath: mark(of: generation))
  }

  private func mark(of generation: Int) -> String { "\(folder(of: generation))/unfinished" }

  /// From now on readers that open the ledger use that generation.
  package func makeLive(_ generation: Int) throws {
    // Atomic: written beside it and renamed.
    try Data("\(generation)\n".utf8).write(to: URL(filePath: pointer), options: .atomic)
    try synchroniseFolder(at: path)
  }

  /// Deletes a generation. Readers that have it open keep what they see.
  package func remove(_ generation: Int) throws {
    try FileManager.default.removeItem(atPath: folder(of: generation))
  }

  private var pointer: String { "\(path)/live" }
}

/// A generation of stored rows as a question meets it.
package struct StoredGeneration: Sendable, Hashable {
  package let number: Int
  /// By source whether the rebuild that made it found the rows that were live before equal; a
  /// source that was not compared has no entry.
  package let agreement: [String: Bool]

  package init(number: Int, agreement: [String: Bool]) {
    self.number = number
    self.agreement = agreement
  }
}
