import Foundation

/// Where the bytes of a file come from, in order.
package protocol ByteSource: Sendable {
  /// Name for messages, without the folder.
  var name: String { get }
  /// How many bytes there are in all; none when it is not known.
  var byteCount: UInt64? { get }
  /// The next bytes, at most `limit`; empty at the end.
  func read(upTo limit: Int) throws(ImportError) -> [UInt8]
}

/// The bytes of a file on disk.
package final class FileSource: ByteSource {
  package let name: String
  package let byteCount: UInt64?
  private let handle: FileHandle

  /// Opens the file at `path` for reading.
  package init(path: String) throws(ImportError) {
    let url = URL(fileURLWithPath: path)
    name = url.lastPathComponent
    do {
      let values = try url.resourceValues(forKeys: [.isDirectoryKey])
      guard values.isDirectory != true else {
        throw ImportError.unreadable(file: path, reason: "it is a folder")
      }
      handle = try FileHandle(forReadingFrom: url)
      let end = try handle.seekToEnd()
      try handle.seek(toOffset: 0)
      byteCount = end
    } catch let error as ImportError {
      throw error
    } catch {
      throw .unreadable(file: path, reason: error.localizedDescription)
    }
  }

  package func read(upTo limit: Int) throws(ImportError) -> [UInt8] {
    do {
      return try handle.read(upToCount: limit).map { [UInt8]($0) } ?? []
    } catch {
      throw .unreadable(file: name, reason: error.localizedDescription)
    }
  }

  deinit { try? handle.close() }
}
