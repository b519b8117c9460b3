import Crypto

/// A file read in pieces: looks ahead as far as a row goes, keeps no more than that, and hashes
/// every byte that has been taken.
struct ChunkedInput {
  let name: String
  /// Bytes taken so far.
  private(set) var offset: UInt64 = 0
  /// Number of the line at `offset`, from 1.
  private(set) var line = 1
  private let source: any ByteSource
  private var buffer: [UInt8] = []
  private var start = 0
  private var isExhausted = false
  private var hasher = SHA256()

  static let chunkByteCount = 1 << 18

  init(_ source: any ByteSource) {
    self.source = source
    name = source.name
  }

  /// SHA-256 of the bytes taken so far.
  var digest: [UInt8] { Array(hasher.finalize()) }

  /// The byte that many behind the current place; none behind the end of the file.
  mutating func byte(_ ahead: Int) throws(ImportError) -> UInt8? {
    while start &+ ahead >= buffer.count {
      guard try fill() else { return nil }
    }
    return buffer[start &+ ahead]
  }

  /// The distance to the next such byte at or behind `ahead`; none when the file has no more, or
  /// when it lies farther than `limit`.
  mutating func distance(
    to byte: UInt8, from ahead: Int, limit: Int
  ) throws(ImportError) -> Int? {
    var place = ahead
    while place <= limit {
      while start &+ place < buffer.count {
        if buffer[start &+ place] == byte { return place }
        place &+= 1
        if place > limit { return nil }
      }
      guard try fill() else { return nil }
    }
    return nil
  }

  /// Takes bytes that have been looked at before.
  mutating func take(_ count: Int) -> [UInt8] {
    precondition(start + count <= buffer.count, "only bytes that were looked at can be taken")
    let bytes = Array(buffer[start..<(start + count)])
    hasher.update(data: bytes)
    for byte in bytes where byte == 0x0A { line &+= 1 }
    start += count
    offset += UInt64(count)
    return bytes
  }

  /// Skips a mark of byte order and refuses encodings other than UTF-8.
  mutating func skipByteOrderMark() throws(ImportError) {
    let first = try byte(0)
    let second = try byte(1)
    switch (first, second) {
    case (nil, _): throw .empty(file: name)
    case (0xFE, 0xFF), (0xFF, 0xFE): throw .encoding(file: name, found: "UTF-16")
    case (0x1F, 0x8B): throw .encoding(file: name, found: "compressed with gzip")
    case (0xEF, 0xBB): if try byte(2) == 0xBF { _ = take(3) }
    default: break
    }
  }

  /// Reads on; false at the end of the file.
  private mutating func fill() throws(ImportError) -> Bool {
    guard !isExhausted else { return false }
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    let chunk = try source.read(upTo: ChunkedInput.chunkByteCount)
    isExhausted = chunk.isEmpty
    buffer.append(contentsOf: chunk)
    return !isExhausted
  }
}
