extension [UInt8] {
  /// Appends bytes, eight at a time: one by one each would be checked against the room there is.
  package mutating func append(_ content: Span<UInt8>) {
    let (start, count) = (self.count, content.count)
    if count < 32 {
      append(addingCapacity: count) { output in
        for index in content.indices { output.append(content[index]) }
      }
      return
    }
    append(addingCapacity: count) { $0.append(repeating: 0, count: count) }
    var own = mutableSpan
    // Any byte pattern is a number, and whole numbers have no byte that is not theirs.
    var target = unsafe own.mutableBytes
    let bytes = unsafe content.bytes
    var offset = 0
    while offset &+ 8 <= count {
      // In bounds by the condition.
      let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      target.storeBytes(of: word, toByteOffset: start &+ offset, as: UInt64.self)
      offset &+= 8
    }
    while offset < count {
      own[start &+ offset] = content[offset]
      offset &+= 1
    }
  }
}
