import Foundation

/// What a disk may hold after a power failure: everything behind a barrier, and of what was written
/// since any part, in units of a sector, whatever the order.
struct DiskModel {
  static let sectorByteCount = 512

  /// What certainly is on the disk.
  private(set) var durable: [String: Data]
  /// What was written and not flushed, oldest first.
  private(set) var pending: [(file: String, offset: Int, bytes: Data)] = []

  init(files: [String: Data]) { durable = files }

  /// A call that returned.
  mutating func apply(_ step: Trace.Step) {
    switch step {
    case .write(let file, let offset, let bytes): pending.append((file, offset, bytes))
    case .synchronousWrite(let file, let offset, let bytes):
      Self.put(bytes, at: offset, into: &durable[file, default: Data()])
    case .barrier(let file):
      for write in pending where write.file == file {
        Self.put(write.bytes, at: write.offset, into: &durable[file, default: Data()])
      }
      pending.removeAll { $0.file == file }
    case .truncate(let file, let length):
      var content = durable[file, default: Data()]
      if length < content.count { content.removeLast(content.count - length) }
      content.append(Data(count: length - content.count))
      durable[file] = content
    case .mark: break
    }
  }

  /// How much of what is pending reaches the disk.
  enum Fate { case nothing, everything, some }

  /// The files after a failure while `step` was under way.
  func state(during step: Trace.Step?, _ fate: Fate, _ dice: inout Dice) -> [String: Data] {
    var files = durable
    var writes = pending
    switch step {
    case .write(let file, let offset, let bytes),
      .synchronousWrite(let file, let offset, let bytes):
      writes.append((file, offset, bytes))
    default: break
    }
    guard fate != .nothing else { return files }
    let wholeWrites = dice.next() % 2 == 0
    let share = dice.next() % 8 + 1
    if fate == .some, dice.next() % 2 == 0 { writes.shuffle(using: &dice) }
    for write in writes {
      guard fate == .some else {
        Self.put(write.bytes, at: write.offset, into: &files[write.file, default: Data()])
        continue
      }
      if wholeWrites {
        guard dice.next() % 9 < share else { continue }
        Self.put(write.bytes, at: write.offset, into: &files[write.file, default: Data()])
      } else {
        for (offset, sector) in Self.sectors(of: write.bytes, at: write.offset)
        where dice.next() % 9 < share {
          Self.put(sector, at: offset, into: &files[write.file, default: Data()])
        }
      }
    }
    return files
  }

  private static func sectors(of bytes: Data, at offset: Int) -> [(offset: Int, bytes: Data)] {
    var parts: [(Int, Data)] = []
    var start = offset
    while start < offset + bytes.count {
      let end = min(offset + bytes.count, (start / sectorByteCount + 1) * sectorByteCount)
      parts.append(
        (start, bytes[bytes.startIndex + start - offset..<bytes.startIndex + end - offset]))
      start = end
    }
    return parts
  }

  private static func put(_ bytes: Data, at offset: Int, into file: inout Data) {
    let missing = offset + bytes.count - file.count
    if missing > 0 { file.append(Data(count: missing)) }
    file.replaceSubrange(offset..<offset + bytes.count, with: bytes)
  }
}
