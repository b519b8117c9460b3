package import Foundation

/// A fresh folder that is gone when the value is: every test has its own disk.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init(_ label: String = "kiem") throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(label)-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  package var path: String { url.path }

  /// A path inside the folder; nothing is created.
  package func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  deinit { try? FileManager.default.removeItem(at: url) }
}
