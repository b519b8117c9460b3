import Import
import Synchronization

/// A file in memory that comes in pieces of a few bytes, so that every boundary is crossed.
final class BytesSource: ByteSource {
  let name: String
  let byteCount: UInt64?
  private let bytes: [UInt8]
  private let step: Int
  private let offset = Mutex(0)

  init(_ bytes: [UInt8], name: String = "test.ndjson", step: Int = 7) {
    self.bytes = bytes
    self.name = name
    self.step = step
    byteCount = UInt64(bytes.count)
  }

  convenience init(_ text: String, name: String = "test.ndjson", step: Int = 7) {
    self.init(Array(text.utf8), name: name, step: step)
  }

  func read(upTo limit: Int) throws(ImportError) -> [UInt8] {
    offset.withLock { offset in
      let end = min(bytes.count, offset + min(limit, step))
      defer { offset = end }
      return Array(bytes[offset..<end])
    }
  }
}

/// Every row of a reader.
func rows(_ reader: consuming ImportReader) throws -> [ImportRow] {
  var reader = reader
  var result: [ImportRow] = []
  while let row = try reader.next() { result.append(row) }
  return result
}
