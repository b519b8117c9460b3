import Foundation
import LedgerModel

/// A sorted run of rows on disk, gone with the value.
final class SpillFile {
  private let url: URL
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  private var start = 0

  /// Writes the rows in their order.
  init(_ rows: [TimedRow], at url: URL) throws(ImportError) {
    self.url = url
    do {
      let isCreated = FileManager.default.createFile(
        atPath: url.path, contents: nil, attributes: [.posixPermissions: 0o600])
      guard isCreated else { throw CocoaError(.fileWriteNoPermission) }
      handle = try FileHandle(forUpdating: url)
      var bytes: [UInt8] = []
      for row in rows {
        row.write(to: &bytes)
        guard bytes.count > 1 << 20 else { continue }
        try handle.write(contentsOf: Data(bytes))
        bytes.removeAll(keepingCapacity: true)
      }
      try handle.write(contentsOf: Data(bytes))
      try handle.seek(toOffset: 0)
    } catch {
      throw .spill(path: url.path, reason: error.localizedDescription)
    }
  }

  /// The next row; none at the end.
  func next() throws(ImportError) -> TimedRow? {
    guard try fill(TimedRow.headByteCount) else { return nil }
    let moment = Instant(microseconds: Int64(bitPattern: number()))
    let file = Int(truncatingIfNeeded: number())
    let row = number()
    let line = Int(truncatingIfNeeded: number())
    let length = number()
    let count = Int(truncatingIfNeeded: length >> 1)
    guard count >= 0, try fill(count) else {
      throw .spill(path: url.path, reason: "it ends inside a row")
    }
    let bytes = Array(buffer[start..<(start + count)])
    start += count
    let raw = RawRow(line: line, bytes: bytes, flaw: length & 1 == 1 ? .cutOff : nil)
    return TimedRow(moment: moment, file: file, number: row, raw: raw)
  }

  private func number() -> UInt64 {
    var value: UInt64 = 0
    for byte in buffer[start..<(start + 8)] { value = value << 8 | UInt64(byte) }
    start += 8
    return value
  }

  /// Makes so many bytes available; false at the end of the file.
  private func fill(_ count: Int) throws(ImportError) -> Bool {
    while buffer.count - start < count {
      if start > 0 {
        buffer.removeFirst(start)
        start = 0
      }
      do {
        guard let data = try handle.read(upToCount: max(count, 1 << 16)), !data.isEmpty else {
          return false
        }
        buffer.append(contentsOf: data)
      } catch {
        throw .spill(path: url.path, reason: error.localizedDescription)
      }
    }
    return true
  }

  deinit {
    try? handle.close()
    try? FileManager.default.removeItem(at: url)
  }
}
