import Foundation
import LMDB

/// A folder for the files of one measurement, removed with the object.
final class BenchFolder {
  let path: String

  init(in parent: String) throws {
    path = parent + "/kiem-bench-" + UUID().uuidString.lowercased().prefix(8)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch { return }
  }

  /// The path of something in the folder.
  func path(_ name: String) -> String { path + "/" + name }

  /// A bare environment in a folder of its own.
  func bareStore(_ name: String) throws -> BareStore {
    try FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: true)
    return try BareStore(at: path(name))
  }
}
