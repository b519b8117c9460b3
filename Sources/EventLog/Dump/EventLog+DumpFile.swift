import Foundation
import LMDB

extension EventLog {
  /// Dumps into a file that is readable by its owner alone and gets its name when it is whole and on
  /// the disk; a file of that name gives way.
  package func dump(
    withPersonKeys: Bool = false, progress: ProgressHandler = { _, _ in true }, toFile path: String
  ) throws(LedgerError) -> DumpReport {
    try asLedgerError {
      let files = FileManager.default
      let draft = path + ".part"
      let made = files.createFile(
        atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600])
      guard made, let handle = FileHandle(forWritingAtPath: draft) else {
        throw LedgerError.system(reason: "\(path) cannot be written")
      }
      do {
        let report = try dump(withPersonKeys: withPersonKeys, progress: progress) {
          try handle.write(contentsOf: $0)
        }
        try handle.synchronize()
        try handle.close()
        try DurableFile.rename(draft, to: path)
        let folder = URL(filePath: path).deletingLastPathComponent().path
        try synchroniseFolder(at: folder.isEmpty ? "." : folder)
        return report
      } catch {
        // Half a dump is of no use to anybody.
        do { try files.removeItem(atPath: draft) } catch {}
        throw error
      }
    }
  }
}
