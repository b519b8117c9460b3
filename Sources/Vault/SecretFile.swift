import Foundation

/// Files that hold keys or what leads to a person: readable by their owner alone, overwritten
/// before they are removed.
enum SecretFile {
  /// Writes a new file of mode 0600 and returns once it is on the disk; replaces what is there.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let handle = try create(path)
    try handle.write(contentsOf: Data(bytes))
    try handle.synchronize()
    try handle.close()
  }

  /// Copies a file into a new one of mode 0600 and returns once it is on the disk.
  static func copy(_ source: String, to path: String) throws {
    guard let input = FileHandle(forReadingAtPath: source) else {
      throw VaultError.unreadableKeys(path: source)
    }
    let output = try create(path)
    while let block = try input.read(upToCount: blockByteCount), !block.isEmpty {
      try output.write(contentsOf: block)
    }
    try output.synchronize()
    try output.close()
    try input.close()
  }

  private static func create(_ path: String) throws -> FileHandle {
    if FileManager.default.fileExists(atPath: path) { try destroy(path) }
    let made = FileManager.default.createFile(
      atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    guard made, let handle = FileHandle(forWritingAtPath: path) else {
      throw VaultError.unreadableKeys(path: path)
    }
    return handle
  }

  /// Overwrites a file with zeros where it lies, flushes it and removes it.
  static func destroy(_ path: String) throws {
    let handle = try FileHandle(forUpdating: URL(filePath: path))
    var rest = try handle.seekToEnd()
    try handle.seek(toOffset: 0)
    let zeros = Data(count: blockByteCount)
    while rest > 0 {
      let count = min(rest, UInt64(zeros.count))
      try handle.write(contentsOf: zeros.prefix(Int(count)))
      rest -= count
    }
    try handle.synchronize()
    try handle.close()
    try FileManager.default.removeItem(atPath: path)
  }

  private static let blockByteCount = 65_536
}
