import Evidence
import Foundation

/// A folder with the static files of a log: `checkpoint` and everything below `tile/`.
struct TileFolder {
  let path: String
  private(set) var fileCount = 0

  private static let checkpointName = "checkpoint"
  private static let tilesName = "tile"

  init(path: String) { self.path = path }

  /// The checkpoint that the folder was exported to before; none in a new folder, or where an
  /// export was cut off. Refuses a folder that holds anything else.
  func previous() throws -> CheckpointFile? {
    let files = FileManager.default
    guard files.fileExists(atPath: path) else { return nil }
    let content: [String]
    do {
      content = try files.contentsOfDirectory(atPath: path)
    } catch {
      throw EvidenceError.file(path: path, reason: LedgerError.reason(of: error))
    }
    if content.contains(Self.checkpointName) {
      return try CheckpointFile(path: path + "/" + Self.checkpointName)
    }
    guard content.allSatisfy({ $0 == Self.tilesName }) else {
      throw EvidenceError.folderInUse(path: path)
    }
    return nil
  }

  /// Writes one file below the folder, over one of an export that was cut off.
  mutating func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(filePath: path + "/" + name)
    try EvidenceFile.makeFolder(url.deletingLastPathComponent().path)
    do {
      try Data(bytes).write(to: url)
    } catch {
      throw EvidenceError.file(path: url.path, reason: LedgerError.reason(of: error))
    }
    fileCount += 1
  }

  /// Written last: whoever finds it finds everything that it stands for.
  mutating func finish(_ note: SignedNote) throws {
    try EvidenceFile.makeFolder(path)
    try EvidenceFile.write(note.encoded, to: path + "/" + Self.checkpointName)
    fileCount += 1
  }
}
