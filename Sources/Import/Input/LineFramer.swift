/// One row a line; lines without content are no rows.
struct LineFramer: RowFramer {
  mutating func next(_ input: inout ChunkedInput) throws(ImportError) -> RawRow? {
    while let first = try input.byte(0) {
      if first == 0x0A || first == 0x0D || first == 0x20 || first == 0x09 {
        _ = input.take(1)
        continue
      }
      return try line(&input)
    }
    return nil
  }

  private func line(_ input: inout ChunkedInput) throws(ImportError) -> RawRow {
    let number = input.line
    let limit = RawRow.maximumByteCount
    if let length = try input.distance(to: 0x0A, from: 0, limit: limit) {
      var bytes = input.take(length + 1)
      bytes.removeLast()
      if bytes.last == 0x0D { bytes.removeLast() }
      return RawRow(line: number, bytes: bytes)
    }
    var length = 0
    while length <= limit, try input.byte(length) != nil { length += 1 }
    guard length > limit else {
      return RawRow(line: number, bytes: input.take(length), flaw: .cutOff)
    }
    try skipLine(&input)
    return RawRow(line: number, bytes: [], flaw: .oversized)
  }

  private func skipLine(_ input: inout ChunkedInput) throws(ImportError) {
    while try input.byte(0) != nil {
      let step = ChunkedInput.chunkByteCount
      if let length = try input.distance(to: 0x0A, from: 0, limit: step) {
        _ = input.take(length + 1)
        return
      }
      var length = 0
      while length < step, try input.byte(length) != nil { length += 1 }
      _ = input.take(length)
    }
  }
}
