import EventLog
import Foundation
import Kiem
import KiemREPL

/// Writes a snapshot: a file a source, the manifest last.
struct SnapshotFolder {
  let path: String

  private static let pieceByteCount = 1 << 20

  /// Throws for a folder that holds something already.
  func prepare() throws {
    let files = FileManager.default
    do {
      try files.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw failure(path, error)
    }
    guard (try? files.contentsOfDirectory(atPath: path))?.isEmpty == true else {
      throw CommandFailure.argument(
        "\(path) is not empty", remedy: "Name a folder that is new or empty.")
    }
  }

  func write(
    _ source: ExportedSource, of text: SnapshotText, _ check: () throws -> Void
  ) throws -> SnapshotManifest.Source {
    try check()
    let file = "\(path)/\(source.name).ndjson"
    guard FileManager.default.createFile(atPath: file, contents: nil),
      let handle = FileHandle(forWritingAtPath: file)
    else { throw CommandFailure(.runtimeFailure, "\(file) cannot be written") }
    var piece = ""
    do {
      let written = try text.write(source) { line in
        piece += line
        guard piece.utf8.count >= SnapshotFolder.pieceByteCount else { return }
        try handle.write(contentsOf: Data(piece.utf8))
        piece.removeAll(keepingCapacity: true)
        try check()
      }
      try handle.write(contentsOf: Data(piece.utf8))
      try handle.close()
      return written
    } catch let error as CocoaError {
      throw failure(file, error)
    }
  }

  /// The manifest, with a signature under it where there is one.
  func finish(_ manifest: String) throws {
    let file = "\(path)/\(SnapshotManifest.fileName)"
    do {
      try Data(manifest.utf8).write(to: URL(filePath: file), options: .atomic)
    } catch {
      throw failure(file, error)
    }
  }

  private func failure(_ path: String, _ error: any Error) -> CommandFailure {
    CommandFailure(
      .runtimeFailure, "\(path) cannot be written: \(error.localizedDescription)",
      remedy: "Check the path, its permissions and the space on the disk.")
  }
}
