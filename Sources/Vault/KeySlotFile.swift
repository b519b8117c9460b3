import Foundation
import LMDB

/// Person keys in slots of 32 bytes, in a file of their own: erasing a person overwrites the slot
/// where it lies, which a B-tree that copies pages on every write could not promise.
///
/// A slot of zeros has been erased. The file is readable by its owner only (0600).
struct KeySlotFile {
  private let handle: FileHandle
  private let path: String

  static let slotByteCount = 32
  static let fileName = "person.keys"

  /// Opens the file at `path` and creates it if it is missing.
  init(at path: String) throws {
    self.path = path
    if !FileManager.default.fileExists(atPath: path) {
      let made = FileManager.default.createFile(
        atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
      guard made else { throw VaultError.unreadableKeys(path: path) }
    }
    guard let handle = FileHandle(forUpdatingAtPath: path) else {
      throw VaultError.unreadableKeys(path: path)
    }
    self.handle = handle
  }

  /// The key in a slot; nil if the slot was erased or never written.
  func key(inSlot slot: UInt64) throws -> [UInt8]? {
    try seek(to: slot)
    guard let data = try handle.read(upToCount: Self.slotByteCount) else { return nil }
    guard data.count == Self.slotByteCount, data.contains(where: { $0 != 0 }) else { return nil }
    return Array(data)
  }

  /// Writes neighbouring slots and returns once they are on the disk; if they need not be, whoever
  /// writes calls `synchronise` at the end.
  func write(_ keys: [[UInt8]], fromSlot slot: UInt64, isDurable: Bool = true) throws {
    try seek(to: slot)
    try handle.write(contentsOf: Data(keys.joined()))
    if isDurable { try synchronise() }
  }

  func synchronise() throws { try handle.synchronize() }

  /// Overwrites a slot with zeros where it lies, and returns once that is on the disk.
  func erase(slot: UInt64) throws {
    try write([[UInt8](repeating: 0, count: Self.slotByteCount)], fromSlot: slot)
    guard try key(inSlot: slot) == nil else { throw VaultError.unreadableKeys(path: path) }
  }

  private func seek(to slot: UInt64) throws {
    let (offset, overflow) = slot.multipliedReportingOverflow(by: UInt64(Self.slotByteCount))
    guard !overflow else { throw VaultError.unreadableKeys(path: path) }
    try handle.seek(toOffset: offset)
  }
}
