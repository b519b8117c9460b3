package import Evidence
import Foundation

/// A checkpoint in a file: one that the ledger keeps, or one that somebody else holds.
package struct CheckpointFile: Sendable {
  /// As it is named in messages.
  package let path: String
  package let note: SignedNote
  package let checkpoint: Checkpoint

  /// Reads a file. Throws `EvidenceError.unreadable` with the line that is wrong.
  package init(path: String) throws {
    self.path = path
    let bytes = try EvidenceFile.read(path)
    do {
      note = try SignedNote(bytes)
      checkpoint = try Checkpoint(note)
    } catch {
      throw EvidenceError.unreadable(file: path, error)
    }
  }

  init(path: String, note: SignedNote, checkpoint: Checkpoint) {
    self.path = path
    self.note = note
    self.checkpoint = checkpoint
  }
}

/// The folder `checkpoints/`: one plain file for each size that was ever signed, which an auditor
/// may copy. None may be deleted: a log that was cut off or replaced is recognised by them.
struct KeptCheckpoints {
  let folder: LedgerFolder

  private static let suffix = ".checkpoint"

  func path(ofSize size: UInt64) -> String {
    folder.checkpoints + "/\(size)" + Self.suffix
  }

  /// Paths of all of them, by size; files of other names are left out.
  func paths() throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder.checkpoints) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.checkpoints)
        .compactMap { name in
          name.hasSuffix(Self.suffix) ? UInt64(name.dropLast(Self.suffix.count)) : nil
        }
        .sorted().map(path(ofSize:))
    } catch {
      throw EvidenceError.file(
        path: folder.checkpoints, reason: LedgerError.reason(of: error))
    }
  }

  /// The one of a size; none if that was never signed.
  func file(ofSize size: UInt64) throws -> CheckpointFile? {
    let path = path(ofSize: size)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try CheckpointFile(path: path)
  }

  /// The one of the largest size.
  func newest() throws -> CheckpointFile? {
    try paths().last.map { try CheckpointFile(path: $0) }
  }

  /// Keeps a note, beside the signatures of other keys if that size was signed before.
  func keep(_ checkpoint: Checkpoint, _ signature: NoteSignature) throws -> CheckpointFile {
    var note = try file(ofSize: checkpoint.size)?.note ?? SignedNote(text: checkpoint.text)
    note.add(signature)
    let path = path(ofSize: checkpoint.size)
    try EvidenceFile.makeFolder(folder.checkpoints)
    try EvidenceFile.write(note.encoded, to: path)
    return CheckpointFile(path: path, note: note, checkpoint: checkpoint)
  }
}

extension LedgerFolder {
  /// Signed checkpoints, one plain file each.
  var checkpoints: String { path + "/checkpoints" }
}

extension LogHead {
  /// How the log is named in checkpoints: `kiem/` and the 32 hexadecimal digits drawn when the
  /// ledger was made.
  package var origin: String { "kiem/" + Hexadecimal.encode(ledger) }

  /// What is signed for this head.
  package var checkpoint: Checkpoint { Checkpoint(origin: origin, size: size, root: root) }
}
