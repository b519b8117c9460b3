/// What stands in front of an event's parts.
struct EventOutlineHead {
  let recorded: Instant
  let time: Instant
  /// The number of the type.
  let type: Int
}

/// Finds the parts of a record and makes no values, but checks them as the decoder does.
extension EventDecoder {
  /// Appends the parts of the record, which begins at `base`. None for a type that is not wanted, whose
  /// data is not looked at, or that the catalogue does not have.
  mutating func outline(
    _ parts: inout [EventPart], base: Int, _ isWanted: [Bool]
  ) throws(CodecError) -> EventOutlineHead? {
    var pairs = try reader.count(.map, "a map")
    let recorded = try recordedTime()
    pairs &-= 1
    var (type, time): (StoredType?, Int64) = (nil, 0)
    var identifier = 0..<0
    var lastKey = EventCodec.Key.recorded
    var seen: UInt64 = 1
    while pairs > 1 {
      let start = reader.offset
      let key = try nextKey(after: lastKey)
      switch key {
      case EventCodec.Key.time: time = try reader.integer()
      case EventCodec.Key.id...EventCodec.Key.correlation:
        let range = try reader.content(.text, "a text")
        if key == EventCodec.Key.type {
          identifier = range
          type = StoredTypes.all.type(identifier: reader.bytes.extracting(range))
        } else {
          try reader.checkText(in: range)
          parts.append(EventPart(.init(envelope: key), range, base: base))
        }
      default: throw reader.error(.unknownKey(key), at: start)
      }
      lastKey = key
      seen |= 1 << key
      pairs &-= 1
    }
    try expectKey(EventCodec.Key.data, isThere: pairs == 1, after: lastKey)
    try expectEnvelope(seen)
    guard let type else {
      try reader.checkText(in: identifier)
      _ = try unknownRecord(depth: 0)
      try end()
      return nil
    }
    guard isWanted[type.number] else { return nil }
    try outlineFields(type.data, &parts, base: base)
    try end()
    return EventOutlineHead(
      recorded: recorded, time: Instant(microseconds: time), type: type.number)
  }

  private mutating func outlineFields(
    _ layout: StoredRecord, _ parts: inout [EventPart], base: Int
  ) throws(CodecError) {
    var last: UInt64?
    for _ in 0..<(try reader.count(.map, "a map of fields")) {
      let key = try nextKey(after: last)
      last = key
      guard let field = layout.field(numbered: key) else {
        _ = try unknown(depth: 1)
        continue
      }
      parts.append(EventPart(.init(field: key), try skip(field, depth: 0), base: base))
    }
  }

  /// Where the value lies: of texts and commitments the content, of others the whole item.
  private mutating func skip(
    _ field: StoredField, depth: Int
  ) throws(CodecError) -> Range<Int> {
    if field.isProtected { return try commitment() }
    if case .text = field.shape {
      let range = try reader.content(.text, "a text")
      try reader.checkText(in: range)
      return range
    }
    let start = reader.offset
    try skip(field.shape, depth: depth)
    return start..<reader.offset
  }

  private mutating func skip(_ shape: StoredShape, depth: Int) throws(CodecError) {
    switch shape {
    case .text: try reader.checkText(in: try reader.content(.text, "a text"))
    case .list(let element):
      try check(depth &+ 1)
      for _ in 0..<(try reader.count(.array, "a list")) { try skip(element, depth: depth &+ 1) }
    case .record(let layout): try skip(layout, depth: depth &+ 1)
    // Numbers and truth values hold no memory; maps and free values are rare.
    default: _ = try value(shape, depth: depth)
    }
  }

  private mutating func skip(_ layout: StoredRecord, depth: Int) throws(CodecError) {
    try check(depth)
    var last: UInt64?
    for _ in 0..<(try reader.count(.map, "a map of fields")) {
      let key = try nextKey(after: last)
      last = key
      if let field = layout.field(numbered: key) {
        _ = try skip(field, depth: depth)
      } else {
        _ = try unknown(depth: depth &+ 1)
      }
    }
  }
}

extension CBORReader {
  /// Throws unless the bytes are valid UTF-8.
  func checkText(in range: Range<Int>) throws(CodecError) {
    let text = bytes.extracting(range)
    var all: UInt8 = 0
    for index in text.indices { all |= text[index] }
    guard all >= 0x80 else { return }
    do {
      _ = try UTF8Span(validating: text)
    } catch {
      throw CodecError(offset: range.lowerBound, .invalidUTF8)
    }
  }
}
